// What has the reader said of sealed and signed pages, and which verdict comes of it?
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SealPage } from '../../../api/types';
import { useBilingual, useLabel } from '../../../shared/i18n';
import type { Draft } from '../draft';
import { afterAnswer } from './answers';
import type { SealAnswer } from './gallery';
import type { Answering } from './SealGallery';

/** What the page of an examination lends. */
interface Work {
  drafts: ReadonlyMap<string, Draft>;
  onDraft: (rule: string, draft: Draft | undefined) => void;
  /** Leads to the verdict that is being written. */
  onForm: (rule: string) => void;
  onTold: (what: string) => void;
}

/** Gives how pages are answered under a rule; nothing is sent by an answer. */
export function useSealAnswers({ drafts, onDraft, onForm, onTold }: Work): (rule: string) => Answering {
  const { t } = useTranslation();
  const label = useLabel();
  const say = useBilingual();
  const [all, setAll] = useState<ReadonlyMap<string, ReadonlyMap<number, SealAnswer>>>(new Map());
  const lineOf = (page: SealPage) => {
    const file = page.file && `${page.file} · ${t('seals.page', { page: page.page ?? 1 })}`;
    const name = [say(page.label), page.owner, file].filter(Boolean).join(' · ');
    return t('seals.lacking', { name, marks: page.marks.map((mark) => label('seals', `marks.${mark}`)).join(t('seals.or')) });
  };
  const answer = (rule: string, page: SealPage, said: SealAnswer, pages: readonly SealPage[]) => {
    const answers = new Map<number, SealAnswer>([...(all.get(rule) ?? []), [page.number, said]]);
    setAll(new Map<string, ReadonlyMap<number, SealAnswer>>([...all, [rule, answers]]));
    const isWhole = pages.every((one) => answers.get(one.number) === 'yes');
    const before = drafts.get(rule);
    const after = afterAnswer(before, { answer: said, line: lineOf(page), address: page.address, isWhole });
    if (after !== before) onDraft(rule, after);
    onTold(t(said === 'yes' ? 'seals.toldYes' : 'seals.toldNo', { page: page.number, rule }));
    // Until the last page the reader goes on to the next.
    if (after && pages.every((one) => answers.has(one.number))) onForm(rule);
  };
  return (rule) => ({
    answers: all.get(rule) ?? new Map<number, SealAnswer>(),
    onAnswer: (page, said, pages) => answer(rule, page, said, pages),
    onForm: drafts.has(rule) ? () => onForm(rule) : undefined,
  });
}
