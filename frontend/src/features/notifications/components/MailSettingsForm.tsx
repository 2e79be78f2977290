// Where, and in which language, does a person want to be written to?
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MailSettings } from '../../../api/types';
import { Alert, Button, Field, Input, RecordText, SelectField, useProblemText } from '../../../shared/ui';
import { useSetMail } from '../queries';
import styles from './notifications.module.css';

/** The form. The address itself is never sent back: what is left empty stays as it is. */
export function MailSettingsForm({ settings }: { settings: MailSettings }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const setMail = useSetMail();
  const [address, setAddress] = useState('');
  const [language, setLanguage] = useState(settings.language ?? '');
  const send = (part: { address?: string }) =>
    setMail.mutate({ version: settings.version, language: language === '' ? null : language, ...part }, { onSuccess: () => setAddress('') });
  return (
    <form
      className={styles.stack}
      onSubmit={(event) => {
        event.preventDefault();
        send(address.trim() === '' ? {} : { address: address.trim() });
      }}
    >
      <p>
        {t('messages.addressNow')}
        {t('common.colon')}
        <span className={styles.address}>{settings.address ? <RecordText text={settings.address} /> : t('messages.noAddress')}</span>
      </p>
      {settings.bounced_at && <Alert type="warning" showIcon title={t('messages.addressBounced')} />}
      <div className={styles.form}>
        <Field label={t('messages.newAddress')} hint={t('messages.addressHint')}>
          {(wiring) => <Input {...wiring} type="email" name="address" autoComplete="email" maxLength={254} value={address} onChange={(event) => setAddress(event.target.value)} />}
        </Field>
        <SelectField
          label={t('messages.language')}
          value={language}
          options={[
            { value: '', label: t('messages.bothLanguages') },
            { value: 'zh', label: t('messages.chinese') },
            { value: 'en', label: t('messages.english') },
          ]}
          onChange={setLanguage}
        />
      </div>
      {setMail.isError && <Alert type="error" showIcon title={textOf(setMail.error)} />}
      {setMail.isSuccess && <p role="status">{t('messages.saved')}</p>}
      <div className={styles.row}>
        <Button type="primary" htmlType="submit" loading={setMail.isPending}>
          {t('common.save')}
        </Button>
        {settings.address && <Button onClick={() => send({ address: '' })}>{t('messages.removeAddress')}</Button>}
      </div>
    </form>
  );
}
