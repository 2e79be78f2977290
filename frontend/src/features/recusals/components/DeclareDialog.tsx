// How does the office declare for an expert? Whom, what kind, towards a nomination, a person or a unit, and why.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey } from '../../../api/intent';
import { Dialog, ReasonForm, SelectField } from '../../../shared/ui';
import { bodyOf, DECLARED_KINDS, type DeclarationDraft, emptyDeclaration, isComplete } from '../declaration';
import { useDeclare } from '../queries';
import { ExpertPicker, NominationPicker } from './Pickers';
import styles from './recusals.module.css';
import { TargetFields } from './TargetFields';
import { Trouble } from './Trouble';

/** The dialog of a new declaration. */
export function DeclareDialog({ year, onClose }: { year: number; onClose: () => void }) {
  const { t } = useTranslation();
  const declare = useDeclare(year);
  const [expert, setExpert] = useState('');
  const [draft, setDraft] = useState<DeclarationDraft>(emptyDeclaration);
  const [key] = useState(newKey);
  const edit = (part: Partial<DeclarationDraft>) => setDraft({ ...draft, ...part });
  return (
    <Dialog isOpen isWide title={t('recusals.declarations.new')} onClose={onClose}>
      <ReasonForm
        label={t('recusals.declarations.new')}
        reasonLabel={t('recusals.declarations.text')}
        hint={t('recusals.declarations.textHint')}
        send={t('recusals.declarations.send')}
        isFit={expert !== '' && isComplete(draft)}
        unfit={t('recusals.declarations.incomplete')}
        trouble={<Trouble error={declare.error} />}
        isPending={declare.isPending}
        onSend={(text) => declare.mutate({ ...bodyOf(draft, text), expert_id: expert, key }, { onSuccess: onClose })}
        onCancel={onClose}
      >
        <div className={styles.stack}>
          <ExpertPicker label={t('recusals.columns.expert')} chosen={expert} onChoose={setExpert} />
          <SelectField
            label={t('recusals.columns.kind')}
            value={draft.kind}
            options={[{ value: '', label: t('recusals.choose') }, ...DECLARED_KINDS.map((value) => ({ value, label: t(`recusals.declarations.kinds.${value}`) }))]}
            onChange={(kind) => edit({ kind })}
          />
          <TargetFields draft={draft} onEdit={edit} nomination={<NominationPicker year={year} label={t('recusals.columns.nomination')} chosen={draft.nomination} onChoose={(nomination) => edit({ nomination })} />} />
        </div>
      </ReasonForm>
    </Dialog>
  );
}
