// With what is each kind of field typed? One control a kind; everything that was typed is kept, right or wrong.
import { type ChangeEvent, type CompositionEvent, useContext, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FormField } from '../../../api/types';
import { useBilingual } from '../../../shared/i18n';
import { GrowingText, Input, Select } from '../../../shared/ui';
import { isDay, textOf, type Value } from '../form';
import { ReadOnlyContext } from '../useEditor';

export interface Wiring {
  id: string;
  'aria-describedby'?: string;
  'aria-invalid'?: true;
}

interface Control {
  wiring: Wiring;
  field: FormField;
  value: Value | null;
  onEdit: (value: Value | null) => void;
}

type Typed = HTMLInputElement | HTMLTextAreaElement;

/** A text that an input method may be in the middle of: the half of a word is shown but not sent. */
function useTyped(value: string, onEdit: (text: string) => void) {
  const [half, setHalf] = useState<string>();
  return {
    value: half ?? value,
    onChange: (event: ChangeEvent<Typed>) => {
      const next = event.target.value;
      if ((event.nativeEvent as InputEvent).isComposing === true) {
        setHalf(next);
        return;
      }
      setHalf(undefined);
      onEdit(next);
    },
    onCompositionEnd: (event: CompositionEvent<Typed>) => {
      setHalf(undefined);
      onEdit(event.currentTarget.value);
    },
  };
}

/** Several paragraphs. */
export function LongText({ wiring, value, onEdit }: Control) {
  return <GrowingText {...wiring} {...useTyped(textOf(value), onEdit)} rows={4} readOnly={useContext(ReadOnlyContext)} />;
}

/** One line. */
export function Line({ wiring, field, value, onEdit }: Control) {
  const bilingual = useBilingual();
  const typed = useTyped(textOf(value), onEdit);
  const mode = field.kind === 'integer' ? 'numeric' : field.kind === 'decimal' ? 'decimal' : undefined;
  return <Input {...wiring} {...typed} readOnly={useContext(ReadOnlyContext)} autoComplete="off" inputMode={mode} suffix={field.unit ? bilingual(field.unit) : undefined} status={wiring['aria-invalid'] ? 'error' : ''} />;
}

/** A day: picked from a calendar where what stands there is a day, typed where it is something else. */
export function Day({ wiring, value, onEdit }: Control) {
  const text = textOf(value);
  const fits = text === '' || isDay(text);
  // Decided anew only between two visits: the box must not change under the hands that type.
  const [isPicked, setPicked] = useState(fits);
  const [isVisited, setVisited] = useState(false);
  const isReadOnly = useContext(ReadOnlyContext);
  if (!isVisited && isPicked !== fits) setPicked(fits);
  return (
    <Input
      {...wiring}
      type={isPicked ? 'date' : 'text'}
      readOnly={isReadOnly}
      value={text}
      autoComplete="off"
      status={wiring['aria-invalid'] ? 'error' : ''}
      onFocus={() => setVisited(true)}
      onBlur={() => setVisited(false)}
      onChange={(event) => onEdit(event.target.value)}
    />
  );
}

/** One of many options. */
export function OneOfMany({ wiring, field, value, onEdit }: Control) {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  const text = textOf(value);
  const options = (field.options ?? []).map((option) => ({ value: option.code, label: bilingual(option) }));
  // What is no option, as an import may bring it, stays to be seen.
  if (text !== '' && options.every((option) => option.value !== text)) options.push({ value: text, label: text });
  return <Select {...wiring} isDisabled={useContext(ReadOnlyContext)} value={text} options={[{ value: '', label: t('dossier.choose') }, ...options]} onChange={onEdit} />;
}
