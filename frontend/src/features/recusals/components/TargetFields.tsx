// Towards what is an interest declared? A nomination, a person, or a unit.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Field, Input, OptionGroup } from '../../../shared/ui';
import { type DeclarationDraft, TARGETS } from '../declaration';

/** The choice of a target and the fields of the chosen one; where there is no nomination to choose, it is not offered. */
export function TargetFields({ draft, onEdit, nomination }: { draft: DeclarationDraft; onEdit: (part: Partial<DeclarationDraft>) => void; nomination?: ReactNode }) {
  const { t } = useTranslation();
  const targets = TARGETS.filter((target) => target !== 'nomination' || nomination !== undefined);
  return (
    <>
      <OptionGroup
        label={t('recusals.declarations.towards')}
        options={targets.map((value) => ({ value, label: t(`recusals.declarations.targets.${value}`) }))}
        chosen={[draft.target]}
        onChange={([target]) => onEdit({ target: target as DeclarationDraft['target'] })}
      />
      {draft.target === 'nomination' && nomination}
      {draft.target === 'person' && (
        <>
          <Field label={t('recusals.declarations.personName')}>{(wiring) => <Input {...wiring} name="name" autoComplete="off" value={draft.name} onChange={(event) => onEdit({ name: event.target.value })} />}</Field>
          <Field label={t('recusals.declarations.personUnit')} hint={t('recusals.declarations.personUnitHint')}>
            {(wiring) => <Input {...wiring} name="nameUnit" autoComplete="off" value={draft.nameUnit} onChange={(event) => onEdit({ nameUnit: event.target.value })} />}
          </Field>
        </>
      )}
      {draft.target === 'unit' && (
        <Field label={t('recusals.declarations.unitName')} hint={t('recusals.declarations.unitHint')}>
          {(wiring) => <Input {...wiring} name="unit" autoComplete="off" value={draft.unit} onChange={(event) => onEdit({ unit: event.target.value })} />}
        </Field>
      )}
    </>
  );
}
