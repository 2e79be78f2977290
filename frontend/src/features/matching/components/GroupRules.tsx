// Which rules beyond the unit rule hold over groups of experts? A bound, or a price, on each kind of group.
import { useTranslation } from 'react-i18next';
import { Input } from '../../../shared/ui';
import { GROUP_KINDS, type GroupField, type GroupKind, type MatchForm } from '../form';
import styles from './matching.module.css';

interface GroupRulesProps {
  form: MatchForm;
  /** What is wrong with a field, in words. */
  wordsFor: (name: GroupField) => string | undefined;
  onEdit: (part: Partial<MatchForm>) => void;
}

/** The table of rules over groups; closed while it says nothing. */
export function GroupRules({ form, wordsFor, onEdit }: GroupRulesProps) {
  const { t } = useTranslation();
  const isUsed = GROUP_KINDS.some((kind) => fieldsOf(kind).some((name) => name !== undefined && form[name] !== ''));
  return (
    <details className={styles.groupRules} open={isUsed || undefined}>
      <summary>{t('matching.groupRules')}</summary>
      <p className={styles.minor}>{t('matching.groupRulesHint')}</p>
      <div className={styles.groupTable}>
        <table>
          <thead>
            <tr>
              <td />
              <th scope="col">{t('matching.groupColumns.most')}</th>
              <th scope="col">{t('matching.groupColumns.free')}</th>
              <th scope="col">{t('matching.groupColumns.price')}</th>
            </tr>
          </thead>
          <tbody>
            {GROUP_KINDS.map((kind) => (
              <tr key={kind}>
                <th scope="row">
                  {t(`matching.groupKinds.${kind}`)}
                  <span className={styles.choiceHint}>{t(`matching.groupKindHints.${kind}`)}</span>
                </th>
                {fieldsOf(kind).map((name, at) => (
                  <td key={COLUMNS[at]}>{name === undefined ? form.max_per_unit : <GroupInput kind={kind} column={COLUMNS[at] ?? 'most'} name={name} value={form[name]} fault={wordsFor(name)} onEdit={onEdit} />}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

const COLUMNS = ['most', 'free', 'price'] as const;
const LABELS = { most: 'matching.groupMostIs', free: 'matching.groupFreeIs', price: 'matching.groupPriceIs' } as const;

/** The fields of a kind by column; the bound of a unit is a field of its own. */
function fieldsOf(kind: GroupKind): readonly [GroupField | undefined, GroupField, GroupField] {
  return [kind === 'unit' ? undefined : `most_${kind}`, `free_${kind}`, `price_${kind}`];
}

function GroupInput({ kind, column, name, value, fault, onEdit }: { kind: GroupKind; column: (typeof COLUMNS)[number]; name: GroupField; value: string; fault: string | undefined; onEdit: (part: Partial<MatchForm>) => void }) {
  const { t } = useTranslation();
  const faultId = `${name}-fault`;
  return (
    <>
      <Input
        name={name}
        inputMode={column === 'price' ? 'decimal' : 'numeric'}
        autoComplete="off"
        aria-label={t(LABELS[column], { kind: t(`matching.groupKinds.${kind}`) })}
        aria-invalid={fault !== undefined}
        {...(fault === undefined ? {} : { 'aria-describedby': faultId, status: 'error' as const })}
        value={value}
        onChange={(event) => onEdit({ [name]: event.target.value })}
      />
      {fault !== undefined && (
        <span id={faultId} className={styles.fault}>
          {fault}
        </span>
      )}
    </>
  );
}
