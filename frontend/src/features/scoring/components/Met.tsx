// Another window wrote into the same sheet: which of the two is it to be?
import { useTranslation } from 'react-i18next';
import { useBilingual } from '../../../shared/i18n';
import { BothVersions, RecordText } from '../../../shared/ui';
import type { Content, Criterion, ScoringPhase, Sheet } from '../types';
import { useOutbox } from '../useOutbox';

/** What stands at a criterion, in one line. */
function useLine(): (criterion: Criterion, content: Content) => string {
  const bilingual = useBilingual();
  return (criterion, content) => {
    const option = criterion.options?.find((one) => one.code === content.choices[criterion.code]);
    const given = criterion.kind === 'points' ? content.points[criterion.code]?.toString() : option && bilingual(option);
    return [given ?? '—', content.comments[criterion.code] ?? ''].filter(Boolean).join(' · ');
  };
}

/** Both versions of a sheet, and the choice between them. */
export function Met({ sheet, phase }: { sheet: Sheet; phase: ScoringPhase }) {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  const line = useLine();
  const { outbox } = useOutbox();
  const theirs = outbox.met(sheet.id);
  const mine = outbox.typed(sheet.id);
  if (theirs === undefined || mine === undefined) return null;
  const fields = phase.criteria
    .map((one) => ({ key: one.code, label: bilingual(one.label), mine: line(one, mine), theirs: line(one, theirs) }))
    .filter((field) => field.mine !== field.theirs)
    .map((field) => ({ ...field, mine: <RecordText text={field.mine} />, theirs: <RecordText text={field.theirs} /> }));
  return (
    <BothVersions
      isOpen
      title={t('scoring.met')}
      lead={t('scoring.metText')}
      fields={fields}
      onKeepMine={() => outbox.takeMine(sheet.id)}
      onTakeTheirs={() => outbox.drop(sheet.id)}
      // Nothing is decided by looking away: it stays open until one of the two is chosen.
      onClose={() => undefined}
    />
  );
}
