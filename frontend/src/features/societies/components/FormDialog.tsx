// How is one thing of the register filled in? A dialog with few fields; faults at their field, both versions where somebody came first.
import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey } from '../../../api/intent';
import { fieldFault, ProblemError, presentOf } from '../../../api/problems';
import { Alert, BothVersions, Button, Dialog, Field, Input, SelectField, TextArea, useProblemText } from '../../../shared/ui';
import styles from './societies.module.css';

/** A field of the form; its name is that of the body, so that the server's pointer finds it. */
export interface FormField {
  name: string;
  /** Further fields of the body that it stands for. */
  also?: readonly string[];
  label: string;
  kind?: 'text' | 'date' | 'number' | 'area' | 'select';
  hint?: string;
  isRequired?: boolean;
  options?: readonly { value: string; label: string }[];
  /** Only while the other fields say so. */
  when?: (values: Record<string, string>) => boolean;
}

export type Values = Record<string, string>;

/** The text, or nothing. */
export const orNull = (text: string | undefined): string | null => (text === undefined || text.trim() === '' ? null : text.trim());

/** The whole number, or nothing. */
export const numberOrNull = (text: string | undefined): number | null => (orNull(text) === null ? null : Number(text));

/** A dialog with a form. `send` gets the values, a key for this intention, and the version to go by. */
export function FormDialog(props: {
  title: string;
  fields: readonly FormField[];
  initial: Values;
  version?: number;
  submit?: string;
  isDanger?: boolean;
  note?: (values: Values) => ReactNode;
  /** What stands now, in the form's own terms, for the comparison of both versions. */
  standing?: (data: unknown) => Values;
  send: (values: Values, key: string, version: number) => Promise<unknown>;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const [values, setValues] = useState<Values>(props.initial);
  const [error, setError] = useState<unknown>();
  const [isPending, setPending] = useState(false);
  const [isTried, setTried] = useState(false);
  const key = useRef(newKey());
  const element = useRef<HTMLFormElement>(null);
  const shown = props.fields.filter((field) => field.when?.(values) !== false);
  const isMissing = (field: FormField) => field.isRequired === true && (values[field.name] ?? '').trim() === '';
  const missing = shown.filter(isMissing);
  const present = presentOf(error);

  const send = async (version: number) => {
    setPending(true);
    try {
      await props.send(values, key.current, version);
      props.onClose();
    } catch (caught) {
      // A refusal was an answer: the next try is a new intention. No answer: the same one.
      if (caught instanceof ProblemError && caught.status >= 400 && caught.status < 500) key.current = newKey();
      setError(caught);
      setPending(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    const first = missing[0];
    if (first !== undefined) {
      element.current?.querySelector<HTMLElement>(`[name="${first.name}"]`)?.focus();
      return;
    }
    if (!isPending) void send(props.version ?? 0);
  };
  const toldOf = (field: FormField) => [field.name, ...(field.also ?? [])].map((name) => fieldFault(error, `/${name}`)).find((told) => told !== undefined);
  const faultOf = (field: FormField) => toldOf(field) ?? (isTried && isMissing(field) ? t('societies.required') : undefined);
  const hasFieldFault = shown.some((field) => toldOf(field) !== undefined);

  if (present !== undefined && props.standing !== undefined) {
    const theirs = props.standing(present.data);
    const word = (field: FormField, value: string | undefined) => field.options?.find((option) => option.value === value)?.label ?? value ?? '';
    return (
      <BothVersions
        isOpen
        title={props.title}
        fields={shown.map((field) => ({ key: field.name, label: field.label, mine: word(field, values[field.name]), theirs: word(field, theirs[field.name]) }))}
        isPending={isPending}
        onKeepMine={() => void send(present.version)}
        onTakeTheirs={props.onClose}
        onClose={props.onClose}
      />
    );
  }
  return (
    <Dialog isOpen title={props.title} onClose={props.onClose}>
      <form ref={element} className={styles.form} onSubmit={submit} noValidate>
        <div aria-live="assertive">
          {error !== undefined && !hasFieldFault && <Alert type="error" showIcon title={textOf(error)} role="presentation" />}
        </div>
        {shown.map((field) => {
          const value = values[field.name] ?? '';
          const set = (text: string) => setValues({ ...values, [field.name]: text });
          if (field.kind === 'select') return <SelectField key={field.name} label={field.label} value={value} options={field.options ?? []} onChange={set} />;
          if (field.kind === 'area')
            return <TextArea key={field.name} label={field.label} name={field.name} value={value} hint={field.hint} error={faultOf(field)} onChange={set} />;
          return (
            <Field key={field.name} label={field.label} hint={field.hint} error={faultOf(field)}>
              {(wiring) => (
                <Input
                  {...wiring}
                  name={field.name}
                  type={field.kind === 'date' ? 'date' : 'text'}
                  inputMode={field.kind === 'number' ? 'numeric' : undefined}
                  autoComplete="off"
                  value={value}
                  onChange={(event) => set(event.target.value)}
                />
              )}
            </Field>
          );
        })}
        {props.note?.(values)}
        <div className={styles.buttons}>
          <Button type="primary" htmlType="submit" danger={props.isDanger === true} aria-busy={isPending}>
            {props.submit ?? t('common.save')}
          </Button>
          <Button onClick={props.onClose}>{t('common.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  );
}
