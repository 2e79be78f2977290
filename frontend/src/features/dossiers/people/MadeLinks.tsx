// How does a link leave the page? Shown this once, to be copied and handed to its person.
import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Alert, Button, Dialog, RecordText } from '../../../shared/ui';
import { Whose } from './Person';
import styles from './people.module.css';
import { lastInstant } from './standing';

/** A link of somebody, as it is told once. */
interface MadeLink {
  row: string;
  name: string;
  path?: string | null | undefined;
  expires_at: string;
}

const addressOf = (path: string) => `${window.location.origin}${path}`;

async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Not allowed, or the page came without TLS: the address stands there to be copied by hand.
    return false;
  }
}

/** The dialog with the links that were just made. */
export function MadeLinks({ links, onClose }: { links: readonly MadeLink[]; onClose: () => void }) {
  const { t } = useTranslation();
  const [isCopied, setCopied] = useState(false);
  const shown = links.filter((link) => link.path);
  const copyAll = async () => {
    const lines = shown.map((link) => `${link.name}${t('common.colon')}${addressOf(link.path ?? '')}`);
    setCopied(await copied(lines.join('\n')));
  };
  return (
    <Dialog
      isOpen={links.length > 0}
      title={t('people.made.title', { count: links.length })}
      onClose={() => {
        setCopied(false);
        onClose();
      }}
    >
      <div className={styles.stack}>
        <Alert type="warning" showIcon title={t('people.made.once')} />
        {shown.length < links.length && <Alert type="error" showIcon title={t('people.made.lost')} />}
        {shown.map((link) => (
          <Made key={link.row} link={link} />
        ))}
        <div className={styles.buttons}>
          {shown.length > 1 && <Button onClick={() => void copyAll()}>{isCopied ? t('people.made.copied') : t('people.made.copyAll')}</Button>}
          <Button type="primary" onClick={onClose}>
            {t('people.made.done')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function Made({ link }: { link: MadeLink }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const id = useId();
  const box = useRef<HTMLInputElement>(null);
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle');
  const address = addressOf(link.path ?? '');
  const copy = async () => {
    const done = await copied(address);
    if (!done) box.current?.select();
    setState(done ? 'copied' : 'failed');
  };
  return (
    <div className={styles.made}>
      <label htmlFor={id}>
        <RecordText text={link.name} /> <span className={styles.unit}>{t('people.validTo', { time: formatTime(lastInstant(link.expires_at), language) })}</span>
      </label>
      <div className={styles.copy}>
        <input id={id} ref={box} className={styles.address} readOnly value={address} onFocus={(event) => event.target.select()} />
        <Button onClick={() => void copy()}>
          {state === 'copied' ? t('people.made.copied') : t('people.made.copy')}
          <Whose name={link.name} />
        </Button>
      </div>
      <span role="status" className={styles.unit}>
        {state === 'failed' && t('people.made.failed')}
      </span>
    </div>
  );
}
