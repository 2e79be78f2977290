// Why was a step not taken? In words; where the dossier has moved on since it was read, with a way to see how it stands.
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { presentOf } from '../../../api/problems';
import { Alert, Button, useProblemText } from '../../../shared/ui';
import { dossierKey } from '../queries';
import { processKey } from './queries';

/** The refusal of a step; looking again takes it away. */
export function StepRefusal({ id, of: { error, reset } }: { id: string; of: { error: unknown; reset: () => void } }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const queryClient = useQueryClient();
  if (error === null || error === undefined) return null;
  if (presentOf(error) === undefined) return <Alert type="error" showIcon title={textOf(error)} />;
  const lookAgain = () => {
    reset();
    for (const queryKey of [processKey(id), dossierKey(id)]) void queryClient.invalidateQueries({ queryKey });
  };
  return (
    <Alert
      type="warning"
      showIcon
      title={t('process.stale')}
      description={
        <Button size="small" onClick={lookAgain}>
          {t('process.lookAgain')}
        </Button>
      }
    />
  );
}
