// How is a nomination begun? By choosing the form of its award.
import { type FormEvent, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { newKey } from '../../../api/intent';
import type { FormRow } from '../../../api/types';
import { useBilingual, useLabel } from '../../../shared/i18n';
import { Alert, Button, Dialog, OptionGroup, QueryView, useProblemText } from '../../../shared/ui';
import { useRoundRules } from '../../awards/queries';
import { WorkbookFiling } from '../imports/WorkbookFiling';
import { useCreateDossier } from '../queries';
import styles from './dossiers.module.css';

/** The dialog that asks for the form. */
export function NewDossier({ year, society, isOpen, onClose }: { year: number; society: string; isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const rules = useRoundRules(year);
  return (
    <Dialog isOpen={isOpen} title={t('dossier.new')} onClose={onClose}>
      <QueryView query={rules}>{({ forms }) => <Choice year={year} society={society} forms={forms} onClose={onClose} />}</QueryView>
    </Dialog>
  );
}

function Choice({ year, society, forms, onClose }: { year: number; society: string; forms: readonly FormRow[]; onClose: () => void }) {
  const { t } = useTranslation();
  const label = useLabel();
  const bilingual = useBilingual();
  const navigate = useNavigate();
  const problemText = useProblemText();
  const create = useCreateDossier(year);
  const [chosen, setChosen] = useState('');
  const [isTried, setTried] = useState(false);
  // One key for one form: a second click cannot begin a second dossier.
  const [key, setKey] = useState(newKey);
  const awards = useMemo(() => [...new Set(forms.map((form) => form.category))], [forms]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (chosen === '' || create.isPending) return;
    create.mutate({ key, society_id: society, form_id: chosen }, { onSuccess: (dossier) => void navigate(`/dossiers/${dossier.id}`) });
  };
  return (
    <form className={styles.stack} onSubmit={submit} noValidate>
      {awards.map((award) => (
        <OptionGroup
          key={award}
          label={<strong>{label('category', award)}</strong>}
          options={forms.filter((form) => form.category === award).map((form) => ({ value: form.id, label: bilingual(form.title) }))}
          chosen={[chosen]}
          onChange={([id]) => {
            setChosen(id ?? '');
            setKey(newKey());
          }}
        />
      ))}
      {isTried && chosen === '' && (
        <p className={styles.over} role="alert">
          {t('dossier.needForm')}
        </p>
      )}
      {create.isError && <Alert type="error" showIcon title={problemText(create.error)} />}
      <div className={styles.buttons}>
        <Button type="primary" htmlType="submit" aria-busy={create.isPending}>
          {t('dossier.begin')}
        </Button>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
      </div>
      <WorkbookFiling year={year} society={society} formId={chosen} />
    </form>
  );
}
