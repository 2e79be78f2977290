// Why was nothing done? In a sentence for each rule that stood in the way; where somebody else was first, that what stands now is on the page.
import { useTranslation } from 'react-i18next';
import { ProblemError } from '../../api/problems';
import { Alert } from './primitives';
import { useProblemText } from './QueryView';
import { RecordText } from './RecordText';

/** Why a deed was refused, with the feature's own word for who was first; nothing while nothing was. */
export function Trouble({ error, stale }: { error: unknown; stale: string }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  if (error === null || error === undefined) return null;
  const problem = error instanceof ProblemError ? error : undefined;
  if (problem?.code === 'stale') return <Alert type="warning" showIcon title={stale} description={t('common.staleText')} />;
  const faults = [...new Set(problem?.fields.map((field) => field.message))];
  return (
    <Alert
      type="error"
      showIcon
      title={<RecordText text={faults.length === 1 ? faults[0] : textOf(error)} />}
      description={
        faults.length > 1 && (
          <ul>
            {faults.map((fault) => (
              <li key={fault}>
                <RecordText text={fault} />
              </li>
            ))}
          </ul>
        )
      }
    />
  );
}
