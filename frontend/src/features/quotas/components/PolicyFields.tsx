// How is a policy set by hand? A slider for each number, with its basis and what is wrong with it at its place.
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useBilingual, useLabel } from '../../../shared/i18n';
import { Button, RangeField, RecordText } from '../../../shared/ui';
import { ALL_POINTS, type FieldGroup, fieldGroups, type NumberField, PARTS, type Part, weights } from '../policy_form';
import styles from './quotas.module.css';

/** The parts that the simulator offers; the editor offers all. */
export const MAIN_PARTS: readonly Part[] = ['indicators', 'expand', 'shrink', 'bounds', 'reserve', 'window'];

/** The fields of a policy's text. `base` is the text before any change; `onChange` gets the name of the number. */
export function PolicyFields(props: {
  text: string;
  base: string;
  parts?: readonly Part[];
  /** Only the weights of indicators, none of their other numbers. */
  isShort?: boolean;
  fault: { name: string; message: string } | undefined;
  onChange: (name: string, value: number) => void;
  onBalance?: () => void;
}) {
  const { t } = useTranslation();
  const groups = useMemo(() => fieldGroups(props.text), [props.text]);
  const known = useMemo(() => new Map(fieldGroups(props.base).flatMap((group) => group.fields).map((field) => [field.name, field.value])), [props.base]);
  const parts = (props.parts ?? PARTS).filter((part) => groups.some((group) => group.part === part && group.fields.length > 0));
  const fieldOf = (group: FieldGroup, field: NumberField, isNamed: boolean) => (
    <PolicyField key={field.name} group={group} field={field} base={known.get(field.name)} isNamed={isNamed} error={props.fault?.name === field.name ? props.fault.message : undefined} onChange={props.onChange} />
  );
  return (
    <div>
      {parts.map((part) => (
        <div key={part} className={styles.group}>
          <h3>{t(`policy.parts.${part}`)}</h3>
          {part === 'indicators' && <WeightSum groups={groups} {...(props.onBalance ? { onBalance: props.onBalance } : {})} />}
          {props.isShort ? (
            <div className={styles.fieldsNarrow}>
              {groups
                .filter((group) => group.part === part)
                .flatMap((group) => group.fields.filter((field) => part !== 'indicators' || field.kind === 'indicators.points').map((field) => fieldOf(group, field, true)))}
            </div>
          ) : (
            <div className={styles.stack}>
              {groups
                .filter((group) => group.part === part && group.fields.length > 0)
                .map((group) => (
                  <Entry key={group.id} group={group}>
                    {group.fields.map((field) => fieldOf(group, field, false))}
                  </Entry>
                ))}
            </div>
          )}
        </div>
      ))}
    </div>
  );
}

/** The sum of the weights, which must be 100; a way to make it so. */
function WeightSum({ groups, onBalance }: { groups: readonly FieldGroup[]; onBalance?: () => void }) {
  const { t } = useTranslation();
  const sum = Object.values(weights(groups)).reduce((total, points) => total + points, 0);
  const isRight = sum === ALL_POINTS;
  return (
    <div className={styles.buttons} role="status">
      <span className={isRight ? styles.minor : styles.fault}>{isRight ? t('policy.sumRight') : t('policy.sumWrong', { value: sum })}</span>
      {!isRight && onBalance && (
        <Button size="small" onClick={onBalance}>
          {t('policy.balance')}
        </Button>
      )}
    </div>
  );
}

/** Fields that stand together, under the name of what they belong to and the basis on which they rest. */
function Entry({ group, children }: { group: FieldGroup; children: ReactNode }) {
  const { t } = useTranslation();
  const label = useLabel();
  const text = useBilingual();
  return (
    <fieldset className={styles.entry}>
      <legend className={group.title ? undefined : 'visually-hidden'}>{group.title ? <RecordText text={text(group.title)} /> : t(`policy.parts.${group.part}`)}</legend>
      <p className={styles.minor}>
        {group.head && `${label('head', group.head)} · `}
        {t('policy.basis')}
        {t('common.colon')}
        <RecordText text={group.basis} />
      </p>
      <div className={styles.fields}>{children}</div>
    </fieldset>
  );
}

/** One number; in the short form it goes by the name of its indicator. */
function PolicyField(props: { group: FieldGroup; field: NumberField; base: number | undefined; isNamed: boolean; error: string | undefined; onChange: (name: string, value: number) => void }) {
  const { t } = useTranslation();
  const label = useLabel();
  const text = useBilingual();
  const { group, field } = props;
  const what = label('policy', `fields.${field.kind}`);
  const named = field.place === undefined ? what : field.place === 0 ? t('policy.ofNewest', { what }) : t('policy.ofAge', { count: field.place, value: field.place, what });
  return (
    <RangeField
      label={props.isNamed && group.title ? <RecordText text={text(group.title)} /> : named}
      name={field.name}
      value={field.value}
      min={field.min}
      max={field.max}
      {...(props.base === undefined ? {} : { base: props.base })}
      unit={t(`policy.units.${unitOf(field.kind)}`)}
      error={props.error}
      onChange={(value) => props.onChange(field.name, value)}
    />
  );
}

/** In what a number is counted, by the end of its name. */
function unitOf(kind: string): 'points' | 'rounds' | 'percent' | 'permille' | 'places' | 'cases' | 'times' {
  if (kind.endsWith('permille')) return 'permille';
  if (kind.endsWith('percent')) return 'percent';
  if (kind.endsWith('rounds')) return 'rounds';
  if (kind.endsWith('points') || kind.endsWith('points_each')) return 'points';
  if (kind.startsWith('prior.')) return 'cases';
  return kind === 'vetoes.at_least' ? 'times' : 'places';
}
