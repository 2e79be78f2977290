// How is a publicity drafted: what it says, from when until when, and which nominations it shows?
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey } from '../../../api/intent';
import { fieldFault, ProblemError } from '../../../api/problems';
import { Alert, Button, Disclosure, Field, Input, OptionGroup, QueryView, RecordText, TextArea, useProblemText } from '../../../shared/ui';
import { instantOf, localOf } from '../../dossiers/clock';
import { bodyOf, type DraftText, MOST_UNCONFIRMED } from '../draft';
import { type Publicity, useChange, useDraft, usePreview } from '../queries';
import styles from './notices.module.css';

const KINDS = ['acceptance', 'first_review'] as const;

/** The form; with `known`, of a draft that is made anew. */
export function DraftForm({ year, known, onDone, onCancel }: { year: number; known?: Publicity; onDone: (made: Publicity) => void; onCancel: () => void }) {
  const { t } = useTranslation();
  const [kind, setKind] = useState<string>(known?.kind ?? 'acceptance');
  const preview = usePreview(year, kind);
  return (
    <div className={styles.stack}>
      {!known && <OptionGroup label={t('publicity.kind')} options={KINDS.map((value) => ({ value, label: t(`publicity.kinds.${value}`) }))} chosen={[kind]} onChange={(chosen) => setKind(chosen[0] ?? 'acceptance')} />}
      <QueryView query={preview} rows={4}>
        {(found) => (
          <Boxes
            key={kind}
            year={year}
            kind={kind}
            count={found.count + (known ? known.count : 0)}
            opens={known ? localOf(known.opens_at) : localOf(found.opens_at)}
            days={found.days}
            nominations={found.nominations}
            {...(known ? { known } : {})}
            onDone={onDone}
            onCancel={onCancel}
          />
        )}
      </QueryView>
    </div>
  );
}

interface Nomination {
  id: string;
  number: string;
  title: string;
  category: string;
}

/** The nominations by title and number. */
function Nominations({ nominations }: { nominations: readonly Nomination[] }) {
  return (
    <ol className={styles.list}>
      {nominations.map((one) => (
        <li key={one.id}>
          <RecordText text={one.title} />{' '}
          <span className={styles.minor}>
            <RecordText text={one.number} />
          </span>
        </li>
      ))}
    </ol>
  );
}

function Boxes(props: {
  year: number;
  kind: string;
  count: number;
  opens: string;
  days: number;
  nominations: readonly Nomination[];
  known?: Publicity;
  onDone: (made: Publicity) => void;
  onCancel: () => void;
}) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const draft = useDraft(props.year);
  const change = useChange(props.known?.id ?? '');
  const [text, setText] = useState<DraftText>({ kind: props.kind, title: props.known?.title ?? '', notice: props.known?.notice ?? '', opens: props.opens, closes: '', count: '' });
  const [isTried, setTried] = useState(false);
  const key = useRef(newKey());
  const edit = (part: Partial<DraftText>) => {
    setText({ ...text, ...part });
    // Another text is another request.
    key.current = newKey();
  };
  const failed = props.known ? change : draft;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    const body = bodyOf(text, props.count, instantOf);
    if (body === undefined || failed.isPending) return;
    const settled = {
      onSuccess: props.onDone,
      onError: (error: unknown) => {
        if (error instanceof ProblemError && error.status >= 400 && error.status < 500) key.current = newKey();
      },
    };
    if (props.known) change.mutate({ ...body, version: props.known.version }, settled);
    else draft.mutate({ ...body, key: key.current }, settled);
  };
  const fault = (isMissing: boolean, pointer: string) => (isTried && isMissing ? t('process.needed') : fieldFault(failed.error, pointer));
  if (props.count === 0) return <Alert type="info" showIcon title={t('publicity.nothing')} />;
  return (
    <form className={styles.form} aria-label={t(props.known ? 'publicity.change' : 'publicity.draft')} onSubmit={submit} noValidate>
      <Field label={t('publicity.titleField')} error={fault(text.title.trim() === '', '/title')}>
        {(wiring) => <Input {...wiring} name="title" maxLength={200} value={text.title} onChange={(event) => edit({ title: event.target.value })} />}
      </Field>
      <TextArea label={t('publicity.notice')} hint={t('publicity.noticeHint')} name="notice" rows={4} value={text.notice} onChange={(notice) => edit({ notice })} error={fault(text.notice.trim() === '', '/notice')} />
      <div className={styles.fields}>
        <Field label={t('publicity.opens')} hint={t('publicity.opensHint')} error={fault(instantOf(text.opens) === undefined, '/opens_at')}>
          {(wiring) => <Input {...wiring} type="datetime-local" step={1} name="opens_at" value={text.opens} onChange={(event) => edit({ opens: event.target.value })} />}
        </Field>
        <Field label={t('publicity.closes')} hint={t('publicity.closesHint', { days: props.days })} error={fieldFault(failed.error, '/closes_at')}>
          {(wiring) => <Input {...wiring} type="datetime-local" step={1} name="closes_at" value={text.closes} onChange={(event) => edit({ closes: event.target.value })} />}
        </Field>
      </div>
      {props.nominations.length > MOST_UNCONFIRMED && (
        <Disclosure label={t('publicity.willShow', { count: props.nominations.length })}>
          <Nominations nominations={props.nominations} />
        </Disclosure>
      )}
      {props.nominations.length > 0 && props.nominations.length <= MOST_UNCONFIRMED && (
        <div>
          <p>{t('publicity.willShow', { count: props.nominations.length })}</p>
          <Nominations nominations={props.nominations} />
        </div>
      )}
      {props.count > MOST_UNCONFIRMED && (
        <Field label={t('publicity.confirm')} hint={t('publicity.confirmHint', { count: props.count })} error={isTried && bodyOf({ ...text, title: '-', notice: '-' }, props.count, instantOf) === undefined ? t('publicity.confirmFault', { count: props.count }) : fieldFault(failed.error, '/confirmed_count')}>
          {(wiring) => <Input {...wiring} className={styles.narrow ?? ''} name="count" inputMode="numeric" autoComplete="off" value={text.count} onChange={(event) => edit({ count: event.target.value })} />}
        </Field>
      )}
      {failed.isError && <Alert type="error" showIcon title={textOf(failed.error)} />}
      <div className={styles.buttons}>
        <Button type="primary" htmlType="submit" aria-busy={failed.isPending}>
          {t(props.known ? 'publicity.saveAgain' : 'publicity.saveDraft')}
        </Button>
        <Button onClick={props.onCancel}>{t('process.cancel')}</Button>
      </div>
    </form>
  );
}
