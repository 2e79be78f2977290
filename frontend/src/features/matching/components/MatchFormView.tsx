// How is a match set up? Every parameter with its meaning; nothing typed is lost when something fails.
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Alert, Button, Field, Input, useProblemText } from '../../../shared/ui';
import { newKey } from '../../../api/intent';
import { ProblemError } from '../../../api/problems';
import { BOUNDS, DEFAULTS, type FieldFault, type MatchForm, type NumberField, readForm } from '../form';
import { useStartMatch } from '../queries';
import { GroupRules } from './GroupRules';
import { PanelChoice } from './PanelChoice';
import styles from './matching.module.css';

const OBJECTIVES = ['sum', 'leximin', 'floor', 'random'] as const;
type Measured = 'per_nomination' | 'max_load' | 'min_load' | 'max_per_unit';
const MEASURED: readonly Measured[] = ['per_nomination', 'max_load', 'min_load', 'max_per_unit'];
type Labelled = Measured | 'least_score' | 'floor' | 'max_probability';
const isMeasured = (name: NumberField): name is Measured => (MEASURED as readonly string[]).includes(name);

type Faults = Partial<Record<NumberField, FieldFault>>;

/** What is typed, what is wrong with it, and how it is sent: once for one intention. */
function useMatchForm(year: number) {
  const navigate = useNavigate();
  const start = useStartMatch(year);
  const [form, setForm] = useState<MatchForm>(DEFAULTS);
  const [isTried, setTried] = useState(false);
  const key = useRef(newKey());
  const element = useRef<HTMLFormElement>(null);
  const read = readForm(form);
  const faults: Faults = isTried && 'faults' in read ? read.faults : {};

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
  const reset = () => {
    edit(DEFAULTS);
    setTried(false);
  };
  return { element, start, form, faults, edit, submit, reset };
}

/** What is wrong with a field, in words. */
function useFaultWords(): (name: NumberField, fault: FieldFault | undefined) => string | undefined {
  const { t } = useTranslation();
  return (name, fault) => {
    if (fault === undefined) return undefined;
    if (fault === 'above_max_load') return t('matching.minAboveMax');
    if (fault === 'above_places') return t('matching.floorAbovePlaces');
    if (fault === 'both') return t('matching.bothNeeded');
    if (fault === 'crossing') return t('matching.crossing');
    if (fault === 'whole') return t('matching.invalidWhole');
    return t('matching.invalid', { min: BOUNDS[name].min, max: BOUNDS[name].max });
  };
}

interface Typed {
  form: MatchForm;
  faults: Faults;
  onEdit: (part: Partial<MatchForm>) => void;
}

/** The form that starts a match. */
export function MatchFormView({ year }: { year: number }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const words = useFaultWords();
  const { element, start, form, faults, edit, submit, reset } = useMatchForm(year);
  const typed = { form, faults, onEdit: edit };
  return (
    <form ref={element} className={styles.form} onSubmit={submit} noValidate>
      <div aria-live="assertive">
        {start.isError && <Alert type="error" showIcon title={textOf(start.error)} role="presentation" />}
        {Object.keys(faults).length > 0 && <p className={styles.fault}>{t('matching.fixErrors')}</p>}
      </div>
      <Objectives {...typed} />
      <div className={styles.numbers}>
        {MEASURED.map((name) => (
          <NumberInput key={name} name={name} {...typed} />
        ))}
        <NumberInput name="least_score" {...typed} />
        {form.objective === 'floor' && <NumberInput name="floor" {...typed} />}
        {form.objective === 'random' && <NumberInput name="max_probability" {...typed} />}
      </div>
      {form.objective === 'random' && <p className={styles.minor}>{t('matching.drawn')}</p>}
      <GroupRules form={form} wordsFor={(name) => words(name, faults[name])} onEdit={edit} />
      <PanelChoice year={year} isWithin={form.within_panels} hint={t('matching.panelsHint')} onChange={(within_panels) => edit({ within_panels })} />
      <div className={styles.buttons}>
        <Button type="primary" htmlType="submit" aria-busy={start.isPending}>
          {start.isPending ? t('matching.starting') : t('matching.start')}
        </Button>
        <Button onClick={reset}>{t('matching.reset')}</Button>
      </div>
    </form>
  );
}

/** What the match aims at. */
function Objectives({ form, onEdit }: Typed) {
  const { t } = useTranslation();
  return (
    <fieldset className={styles.choices}>
      <legend>{t('matching.fields.objective')}</legend>
      {OBJECTIVES.map((objective) => (
        <label key={objective} className={styles.choice} data-chosen={form.objective === objective}>
          <input type="radio" name="objective" value={objective} checked={form.objective === objective} onChange={() => onEdit({ objective })} />
          <span>
            <strong>{t(`matching.objectives.${objective}`)}</strong>
            <span className={styles.choiceHint}>{t(`matching.objectiveHints.${objective}`)}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** One figure, with what it means and what is wrong with it. */
function NumberInput({ name, form, faults, onEdit }: Typed & { name: Labelled }) {
  const { t } = useTranslation();
  const words = useFaultWords();
  return (
    <Field label={t(`matching.fields.${name}`)} hint={t(`matching.hints.${name}`)} error={words(name, faults[name])}>
      {(wiring) => (
        <Input
          {...wiring}
          name={name}
          inputMode={BOUNDS[name].isWhole ? 'numeric' : 'decimal'}
          autoComplete="off"
          className={styles.number ?? ''}
          value={form[name]}
          {...(faults[name] ? { status: 'error' as const } : {})}
          {...(isMeasured(name) ? { suffix: t(`matching.units.${name}`) } : {})}
          onChange={(event) => onEdit({ [name]: event.target.value })}
        />
      )}
    </Field>
  );
}
