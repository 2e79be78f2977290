// How is something published: a disclosure or an entry of the library? One form for both.
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey } from '../../../api/intent';
import { fieldFault } from '../../../api/problems';
import { Alert, Button, Field, Input, SelectField, TextArea, useProblemText } from '../../../shared/ui';
import styles from './supervision.module.css';

interface Published {
  kind: string;
  owner: string;
  title: string;
  titleEn: string;
  body: string;
  link: string;
}

/** The form; what it belongs to (a taskbook, a society) is one of `owners`. */
export function PublishForm(props: {
  kinds: readonly { value: string; label: string }[];
  ownerLabel: string;
  owners: readonly { value: string; label: string }[];
  hasLink: boolean;
  isPending: boolean;
  error: unknown;
  onPublish: (key: string, what: Published, done: () => void) => void;
}) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const key = useRef(newKey());
  const [what, setWhat] = useState<Published>({ kind: props.kinds[0]?.value ?? '', owner: props.owners[0]?.value ?? '', title: '', titleEn: '', body: '', link: '' });
  const [isTried, setTried] = useState(false);
  const edit = (part: Partial<Published>) => {
    key.current = newKey();
    setWhat({ ...what, ...part });
  };
  const missing = (name: 'title' | 'body') => (isTried && what[name].trim() === '' ? t('supervision.needed') : undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (what.title.trim() === '' || what.body.trim() === '' || props.isPending) return;
    props.onPublish(key.current, what, () => {
      setTried(false);
      edit({ title: '', titleEn: '', body: '', link: '' });
    });
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <div className={styles.wideFields}>
        <SelectField label={t('supervision.columns.kindOf')} value={what.kind} options={props.kinds} onChange={(kind) => edit({ kind })} />
        <SelectField label={props.ownerLabel} value={what.owner} options={props.owners} onChange={(owner) => edit({ owner })} />
      </div>
      <Field label={t('supervision.entryTitle')} error={missing('title')}>
        {(wiring) => <Input {...wiring} name="title" value={what.title} onChange={(event) => edit({ title: event.target.value })} />}
      </Field>
      <Field label={t('supervision.entryTitleEn')}>
        {(wiring) => <Input {...wiring} name="title_en" value={what.titleEn} onChange={(event) => edit({ titleEn: event.target.value })} />}
      </Field>
      <TextArea label={t('supervision.entryBody')} name="body" rows={6} value={what.body} onChange={(body) => edit({ body })} error={missing('body')} />
      {props.hasLink && (
        <Field label={t('supervision.entryLink')} error={fieldFault(props.error, '/link')}>
          {(wiring) => <Input {...wiring} name="link" type="url" placeholder="https://" value={what.link} onChange={(event) => edit({ link: event.target.value })} />}
        </Field>
      )}
      {props.error !== null && props.error !== undefined && <Alert type="error" showIcon title={textOf(props.error)} />}
      <div>
        <Button type="primary" htmlType="submit" aria-busy={props.isPending}>
          {t('supervision.publish')}
        </Button>
      </div>
    </form>
  );
}
