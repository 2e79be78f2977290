// How is a match set up? Every parameter with its meaning; nothing typed is lost when something fails.
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Alert, Button, Field, Input, useProblemText } from '../../../shared/ui';
import { newKey } from '../../../api/intent';
import { ProblemError } from '../../../api/problems';
import { BOUNDS, DEFAULTS, type FieldFault, type MatchForm, type NumberField, readForm } from '../form';
import { useStartMatch } from '../queries';
import styles from './matching.module.css';

const OBJECTIVES = ['sum', 'leximin', 'random'] as const;
type Measured = 'per_nomination' | 'max_load' | 'min_load' | 'max_per_unit';
const MEASURED: readonly Measured[] = ['per_nomination', 'max_load', 'min_load', 'max_per_unit'];
const isMeasured = (name: NumberField): name is Measured => (MEASURED as readonly string[]).includes(name);

/** The form that starts a match. */
export function MatchFormView({ year }: { year: number }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const start = useStartMatch(year);
  const textOf = useProblemText();
  const [form, setForm] = useState<MatchForm>(DEFAULTS);
  const [isTried, setTried] = useState(false);
  const key = useRef(newKey());
  const element = useRef<HTMLFormElement>(null);
  const read = readForm(form);
  const faults = 'faults' in read ? read.faults : {};

  const edit = (part: Partial<MatchForm>) => {
    setForm({ ...form, ...part });
    key.current = newKey();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (start.isPending) return;
    if ('faults' in read) {
      const first = Object.keys(read.faults)[0];
      element.current?.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
      return;
    }
    start.mutate(
      { parameters: read.parameters, key: key.current },
      {
        onSuccess: (run) => void navigate(`/rounds/${year}/matching/${run.id}`),
        // A refusal was an answer: the next try is a new intention. No answer: the same one.
        onError: (error) => {
          if (error instanceof ProblemError && error.status >= 400 && error.status < 500 && error.status !== 401) key.current = newKey();
        },
      },
    );
  };
  const words = (name: NumberField, fault: FieldFault | undefined): string | undefined => {
    if (!isTried || fault === undefined) return undefined;
    if (fault === 'above_max_load') return t('matching.minAboveMax');
    if (fault === 'whole') return t('matching.invalidWhole');
    if (name === 'seed') return t('matching.invalidMin', { min: 0 });
    return t('matching.invalid', { min: BOUNDS[name].min, max: BOUNDS[name].max });
  };
  const numberField = (name: NumberField) => (
    <Field key={name} label={t(`matching.fields.${name}`)} hint={t(`matching.hints.${name}`)} error={words(name, faults[name])}>
      {(wiring) => (
        <Input
          {...wiring}
          name={name}
          inputMode={BOUNDS[name].isWhole ? 'numeric' : 'decimal'}
          autoComplete="off"
          className={styles.number ?? ''}
          value={form[name]}
          {...(isTried && faults[name] ? { status: 'error' as const } : {})}
          {...(isMeasured(name) ? { suffix: t(`matching.units.${name}`) } : {})}
          onChange={(event) => edit({ [name]: event.target.value })}
        />
      )}
    </Field>
  );

  return (
    <form ref={element} className={styles.form} onSubmit={submit} noValidate>
      <div aria-live="assertive">
        {start.isError && <Alert type="error" showIcon title={textOf(start.error)} role="presentation" />}
        {isTried && Object.keys(faults).length > 0 && <p className={styles.fault}>{t('matching.fixErrors')}</p>}
      </div>
      <fieldset className={styles.choices}>
        <legend>{t('matching.fields.objective')}</legend>
        {OBJECTIVES.map((objective) => (
          <label key={objective} className={styles.choice} data-chosen={form.objective === objective}>
            <input type="radio" name="objective" value={objective} checked={form.objective === objective} onChange={() => edit({ objective })} />
            <span>
              <strong>{t(`matching.objectives.${objective}`)}</strong>
              <span className={styles.choiceHint}>{t(`matching.objectiveHints.${objective}`)}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <div className={styles.numbers}>
        {MEASURED.map(numberField)}
        {numberField('least_score')}
        {form.objective === 'random' && numberField('max_probability')}
        {numberField('seed')}
      </div>
      <div className={styles.buttons}>
        <Button type="primary" htmlType="submit" aria-busy={start.isPending}>
          {start.isPending ? t('matching.starting') : t('matching.start')}
        </Button>
        <Button
          onClick={() => {
            edit(DEFAULTS);
            setTried(false);
          }}
        >
          {t('matching.reset')}
        </Button>
      </div>
    </form>
  );
}
