// How is something chosen from a few? All options in sight: radios for one, boxes for several.
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { FieldNotes, type Room } from './fields';
import styles from './kit.module.css';

/** A group of options under one label. */
export function OptionGroup(props: {
  /** The group's id, where something leads to it; the group itself takes the focus then. */
  id?: string;
  label: ReactNode;
  hint?: ReactNode;
  error?: string | undefined;
  room?: Room | undefined;
  isMany?: boolean;
  isDisabled?: boolean;
  options: readonly { value: string; label: ReactNode }[];
  chosen: readonly string[];
  /** Offers to choose none again. */
  canClear?: boolean;
  onChange: (chosen: readonly string[]) => void;
}) {
  const { t } = useTranslation();
  const own = useId();
  const id = props.id ?? own;
  const described = [props.error ? `${id}-error` : '', props.hint ? `${id}-hint` : ''].filter(Boolean).join(' ') || undefined;
  const choose = (value: string, isChosen: boolean) => {
    if (!props.isMany) props.onChange([value]);
    // In the order of the options, whatever the order of the clicks; what is no option stays at the end.
    else props.onChange([...props.options.map((option) => option.value), ...props.chosen.filter((one) => props.options.every((option) => option.value !== one))].filter((one) => (one === value ? isChosen : props.chosen.includes(one))));
  };
  return (
    <fieldset id={id} tabIndex={-1} className={styles.optionGroup} aria-describedby={described}>
      <legend>{props.label}</legend>
      <div className={styles.options}>
        {props.options.map((option) => (
          <label key={option.value} className={styles.option}>
            <input
              type={props.isMany ? 'checkbox' : 'radio'}
              name={own}
              value={option.value}
              checked={props.chosen.includes(option.value)}
              disabled={props.isDisabled}
              onChange={(event) => choose(option.value, event.target.checked)}
            />
            <span>{option.label}</span>
          </label>
        ))}
        {props.canClear && props.chosen.length > 0 && (
          <button type="button" className={styles.linkButton} onClick={() => props.onChange([])}>
            {t('common.clear')}
          </button>
        )}
      </div>
      <FieldNotes id={id} error={props.error} hint={props.hint} room={props.room} />
    </fieldset>
  );
}
