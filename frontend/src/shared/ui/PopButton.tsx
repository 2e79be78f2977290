// What opens under a button in the bar? A small panel that closes on Escape and when the focus leaves.
import { type ReactNode, useId, useState } from 'react';
import styles from './kit.module.css';

/** A button and the panel that it opens. */
export function PopButton(props: { label: ReactNode; className?: string; children: ReactNode }) {
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only listens to what bubbles up from the button and the panel
    <div
      className={styles.pop}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !isOpen) return;
        setOpen(false);
        event.currentTarget.querySelector('button')?.focus();
      }}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false);
      }}
    >
      <button type="button" className={props.className} aria-expanded={isOpen} aria-controls={id} onClick={() => setOpen(!isOpen)}>
        {props.label}
      </button>
      {/* Focusable, so that a click inside does not count as leaving. */}
      <div id={id} className={styles.popPanel} hidden={!isOpen} tabIndex={-1}>
        {props.children}
      </div>
    </div>
  );
}
