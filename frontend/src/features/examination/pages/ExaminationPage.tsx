// How is one nomination examined? Rule by rule, with what stands in it beside; then the whole of it.
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { evidenceAddress } from '../../../shared/address';
import { useBilingual, useLabel } from '../../../shared/i18n';
import { Names } from '../../../shared/names';
import { Button, ButtonLink, Disclosure, Page, QueryView, RecordText, Section, Tag, useIsPhone, useKeys, useWantsKeys } from '../../../shared/ui';
import { PreviewProvider } from '../../dossiers/attachments/preview';
import { focusOn } from '../../dossiers/focus';
import { useDossier, useDossierForm } from '../../dossiers/queries';
import { usePlaceOf } from '../../dossiers/submission/words';
import { Corrected } from '../components/Corrected';
import { Decide } from '../components/Decide';
import styles from '../components/examination.module.css';
import { headOf, ItemCard, type ItemTools } from '../components/ItemCard';
import { OtherRule } from '../components/OtherRule';
import { Pane } from '../components/Pane';
import { RestDialog } from '../components/RestDialog';
import { reasonBox } from '../components/VerdictForm';
import { type Draft, draftOf, isWritten } from '../draft';
import { inOrder, moved, needsReason, nextToSpeak, restOf, toneOfExamination } from '../items';
import { useDeed, useExamination } from '../queries';
import { useSealAnswers } from '../seals/useSealAnswers';
import type { ExaminationDetail, VerdictBody } from '../types';

const KEPT_KEYS = 'laurel.examinationKeys';
/** j and k move, y passes, n objects. */
const KEYS = ['j', 'k', 'y', 'n'] as const;
type Key = (typeof KEYS)[number];

/** The examiner's page of one nomination. */
export default function ExaminationPage() {
  const { t } = useTranslation();
  const label = useLabel();
  const { id = '' } = useParams();
  const query = useExamination(id);
  const one = query.data;
  const title = one?.title ?? t('examination.title');
  return (
    <Page
      title={one ? <RecordText text={title} /> : title}
      tabTitle={`${t('examination.title')} · ${title}`}
      crumbs={one ? [{ label: t('examination.queue'), to: `/rounds/${one.round}/examinations` }] : []}
      actions={one && <ButtonLink to={evidenceAddress(one.nomination_id)}>{t('examination.evidence.whole')}</ButtonLink>}
      lead={
        one && (
          <span className={styles.lead}>
            <Tag tone={toneOfExamination(one.standing)}>{label('examination', `standings.${one.standing}`)}</Tag>
            <span className={styles.number}>
              <RecordText text={one.number} />
            </span>
            <span>{label('category', one.category)}</span>
            {one.panel && <RecordText text={one.panel} />}
            {one.society_id && <span>{t('examination.bySociety', { code: one.society_id })}</span>}
            {one.attempt > 1 && <Tag tone="gold">{t('examination.secondAttempt')}</Tag>}
          </span>
        )
      }
    >
      <QueryView query={query} rows={12} isFramed>
        {(loaded) => (
          <Names value={loaded.names}>
            {loaded.has_dossier ? (
              <PreviewProvider id={loaded.nomination_id}>
                <Whole key={loaded.id} one={loaded} />
              </PreviewProvider>
            ) : (
              <Whole key={loaded.id} one={loaded} />
            )}
          </Names>
        )}
      </QueryView>
    </Page>
  );
}

/** What the reader has chosen and typed on this page. */
function useWork(one: ExaminationDetail) {
  const { t } = useTranslation();
  const deed = useDeed(one);
  const items = useMemo(() => inOrder(one.items), [one.items]);
  const [chosen, setChosen] = useState<string>();
  const [drafts, setDrafts] = useState<ReadonlyMap<string, Draft>>(new Map());
  const [told, setTold] = useState('');
  const current = items.some((item) => item.rule === chosen) ? chosen : items[0]?.rule;
  const draft = (rule: string, next: Draft | undefined) => {
    setDrafts((old) => {
      const now = new Map(old);
      if (next) now.set(rule, next);
      else now.delete(rule);
      return now;
    });
  };
  const openDraft = (rule: string, next: Draft | undefined) => {
    const isNew = !drafts.has(rule);
    // What is written stays in sight, wherever others move its rule meanwhile.
    setChosen(rule);
    draft(rule, next);
    if (next && isNew) focusOn(reasonBox(rule));
    if (next === undefined) focusOn(headOf(rule));
  };
  const give = (verdicts: VerdictBody[], onDone?: () => void) => {
    if (deed.isPending) return;
    const last = verdicts.at(-1)?.rule ?? '';
    deed.mutate(
      { kind: 'verdicts', verdicts },
      {
        onSuccess: (after) => {
          for (const verdict of verdicts) draft(verdict.rule, undefined);
          const inOldOrder = items.flatMap((item) => after.items.filter((now) => now.rule === item.rule));
          const next = nextToSpeak(inOldOrder, last) ?? last;
          setChosen(next);
          setTold(verdicts.length === 1 && verdicts[0] ? t(verdicts[0].ruling === 'pass' ? 'examination.toldPass' : 'examination.toldFail', { rule: last }) : t('examination.toldMany', { count: verdicts.length }));
          onDone?.();
          focusOn(headOf(next));
        },
        onError: () => verdicts.length === 1 && focusOn(headOf(last)),
      },
    );
  };
  const takeBack = (rule: string) => !deed.isPending && deed.mutate({ kind: 'takeBack', rule }, { onSuccess: () => setTold(t('examination.toldBack', { rule })) });
  const errorOf = (rule: string) => {
    const last = deed.variables;
    const isOf = last?.kind === 'takeBack' ? last.rule === rule : last?.kind === 'verdicts' && last.verdicts.length === 1 && last.verdicts[0]?.rule === rule;
    return isOf ? deed.error : undefined;
  };
  return { deed, items, current, setChosen, drafts, draft, openDraft, give, takeBack, errorOf, told, setTold };
}

function Whole({ one }: { one: ExaminationDetail }) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const work = useWork(one);
  const dossier = useDossier(one.nomination_id, one.has_dossier).data;
  const form = useDossierForm(dossier?.id).data;
  const placeName = usePlaceOf(form, dossier?.fields ?? {});
  const [wantsKeys, setWantsKeys] = useWantsKeys(KEPT_KEYS);
  const [isRestOpen, setRestOpen] = useState(false);
  const [other, setOther] = useState('');
  const answeringOf = useSealAnswers({
    drafts: work.drafts,
    onDraft: (rule, draft) => {
      work.setChosen(rule);
      work.draft(rule, draft);
    },
    onForm: (rule) => focusOn(reasonBox(rule)),
    onTold: work.setTold,
  });
  const { deed, items, current } = work;
  const item = items.find((each) => each.rule === current);
  const rest = restOf(items);
  const tools: ItemTools = {
    one,
    form,
    placeName,
    isPending: deed.isPending,
    errorOf: work.errorOf,
    onSelect: (rule) => work.setChosen(rule),
    onDraft: work.openDraft,
    onSend: (verdict) => work.give([verdict]),
    onTakeBack: work.takeBack,
  };
  const onKey = (key: Key) => {
    if (key === 'j' || key === 'k') {
      const next = moved(items.map((each) => each.rule), current, key === 'j' ? 1 : -1);
      if (next === undefined) return;
      work.setChosen(next);
      focusOn(headOf(next));
      return;
    }
    if (item === undefined || !item.may_speak) return;
    if (key === 'y' && !needsReason('pass', item.is_barred)) work.give([{ rule: item.rule, ruling: 'pass' }]);
    else if (work.drafts.has(item.rule)) focusOn(reasonBox(item.rule));
    else work.openDraft(item.rule, draftOf(key === 'y' ? 'pass' : 'fail', key === 'n' ? (item.findings.find((each) => each.address)?.address ?? '') : ''));
  };
  useKeys(KEYS, wantsKeys && !isRestOpen, onKey);
  const pane = <Pane one={one} item={item} answering={item?.may_speak ? answeringOf(item.rule) : undefined} />;
  const unsent = [...work.drafts].filter(([, draft]) => isWritten(draft)).length;
  return (
    <div className={styles.page}>
      <p className="visually-hidden" role="status">
        {work.told}
      </p>
      <Decide one={one} deed={deed} placeName={placeName} />
      {one.correction && <Corrected one={one} correction={one.correction} placeName={placeName} />}
      <div className={styles.sides}>
        <Section
          title={t('examination.rules', { count: items.length })}
          hint={
            one.may.judge &&
            !isPhone && (
              <label className={styles.keys}>
                <input type="checkbox" checked={wantsKeys} onChange={(event) => setWantsKeys(event.target.checked)} />
                <span>{t('examination.keys')}</span>
              </label>
            )
          }
        >
          <div className={styles.stack}>
            {one.may.judge && rest.length > 0 && (
              <div className={styles.buttons}>
                <Button
                  onClick={() => {
                    deed.reset();
                    setRestOpen(true);
                  }}
                >
                  {t('examination.rest', { count: rest.length })}
                </Button>
              </div>
            )}
            {unsent > 0 && <p className={styles.minor}>{t('examination.unsent', { count: unsent })}</p>}
            {items.length === 0 ? (
              <p>{t('examination.nothing')}</p>
            ) : (
              <ol className={styles.items}>
                {items.map((each) => (
                  <ItemCard key={each.rule} item={each} isCurrent={each.rule === current} draft={work.drafts.get(each.rule)} tools={tools}>
                    {isPhone && (
                      <div className={styles.inCard}>
                        <Disclosure label={t('examination.beside', { rule: each.rule })}>{pane}</Disclosure>
                      </div>
                    )}
                  </ItemCard>
                ))}
              </ol>
            )}
            <Reminders one={one} />
            {one.may.judge && one.others.length > 0 && (
              <Disclosure label={t('examination.others')}>
                <OtherRule rule={other} draft={work.drafts.get(other)} tools={{ ...tools, onDraft: work.draft }} onRule={setOther} />
              </Disclosure>
            )}
          </div>
        </Section>
        {!(isPhone && items.length > 0) && (
          <div className={styles.pane}>
            <Section title={item ? t('examination.beside', { rule: item.rule }) : t('examination.besideNone')}>{pane}</Section>
          </div>
        )}
      </div>
      <RestDialog isOpen={isRestOpen} items={rest} error={deed.variables?.kind === 'verdicts' ? deed.error : undefined} isPending={deed.isPending} onClose={() => setRestOpen(false)} onConfirm={() => work.give(rest.map(({ rule }) => ({ rule, ruling: 'pass' })), () => setRestOpen(false))} />
    </div>
  );
}

/** What stands beside and decides nothing. */
function Reminders({ one }: { one: ExaminationDetail }) {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  if (one.reminders.length === 0) return null;
  return (
    <Disclosure label={t('examination.reminders', { count: one.reminders.length })}>
      <ul className={styles.found}>
        {one.reminders.map((finding, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two findings may be equal in all but their place in the list.
          <li key={at}>
            <span>
              <span className={styles.itemNumber}>{finding.rule}</span> <RecordText text={bilingual(finding.what)} />
            </span>
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}
