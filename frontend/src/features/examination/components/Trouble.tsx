// Why was nothing done? In a sentence; where somebody else was first, that what stands now is on the page and nothing typed is lost.
import { useTranslation } from 'react-i18next';
import { ProblemError } from '../../../api/problems';
import { Alert, RecordText, useProblemText } from '../../../shared/ui';

/** Why a deed was refused. */
export function Trouble({ error }: { error: unknown }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  if (error === null || error === undefined) return null;
  const problem = error instanceof ProblemError ? error : undefined;
  if (problem?.code === 'stale') return <Alert type="warning" showIcon title={t('examination.stale')} description={t('examination.staleText')} />;
  const faults = problem?.fields.map((field) => field.message) ?? [];
  return <Alert type="error" showIcon title={<RecordText text={faults.length > 0 ? faults.join(t('submission.semicolon')) : textOf(error)} />} />;
}
