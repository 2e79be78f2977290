// Who acts for the society, and until when? Named and taken back by its head or by CAST.
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { Names } from '../../../shared/names';
import { formatTime } from '../../../shared/time';
import { Alert, Button, By, Dialog, EmptyState, PlainTable, QueryView, RecordText, Section, Tag } from '../../../shared/ui';
import { changes, type DelegationView, type SocietyDetail, useDelegations } from '../queries';
import { FormDialog, orNull } from './FormDialog';
import styles from './societies.module.css';

/** The last moment of a day in Beijing. */
const endOf = (day: string): string => `${day}T23:59:59+08:00`;

function Name({ code, onDone, onClose }: { code: string; onDone: (username: string, password: string | null) => void; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <FormDialog
      title={t('clerks.add')}
      submit={t('clerks.add')}
      initial={{ username: '', display_name: '', expires_at: '', note: '' }}
      fields={[
        { name: 'username', label: t('clerks.username'), isRequired: true, hint: t('clerks.usernameHint') },
        { name: 'display_name', label: t('clerks.displayName'), hint: t('clerks.displayNameHint') },
        { name: 'expires_at', label: t('clerks.expires'), kind: 'date', isRequired: true, hint: t('clerks.expiresHint') },
        { name: 'note', label: t('clerks.note') },
      ]}
      send={async (values, key) => {
        const username = (values.username ?? '').trim();
        const body = { username, display_name: orNull(values.display_name), expires_at: endOf(values.expires_at ?? ''), note: orNull(values.note) };
        const made = await changes.delegate(code, key, body);
        onDone(username, made.data.initial_password ?? null);
      }}
      onClose={onClose}
    />
  );
}

/** The clerks of a society. */
export function ClerksTab({ society }: { society: SocietyDetail }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const code = society.society_id;
  const queryClient = useQueryClient();
  const query = useDelegations(code);
  const [isNaming, setNaming] = useState(false);
  const [taking, setTaking] = useState<DelegationView>();
  const [named, setNamed] = useState<{ username: string; password: string | null }>();
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['delegations', code] });
  const mayName = society.allowed_actions.includes('delegate');
  return (
    <Section title={t('clerks.title')} hint={t('clerks.hint')}>
      {isNaming && (
        <Name
          code={code}
          onDone={(username, password) => {
            setNamed({ username, password });
            void refresh();
          }}
          onClose={() => setNaming(false)}
        />
      )}
      {named && (
        <Dialog isOpen title={t('clerks.named')} onClose={() => setNamed(undefined)}>
          <div className={styles.form}>
            <p>{named.password === null ? t('clerks.namedKnown', { username: named.username }) : t('clerks.namedNew', { username: named.username })}</p>
            {named.password !== null && (
              <>
                <code className={styles.password}>{named.password}</code>
                <Alert type="warning" showIcon title={t('clerks.passwordOnce')} />
              </>
            )}
            <div className={styles.buttons}>
              <Button type="primary" onClick={() => setNamed(undefined)}>
                {t('common.close')}
              </Button>
            </div>
          </div>
        </Dialog>
      )}
      {taking && (
        <FormDialog
          title={t('clerks.revoke')}
          submit={t('clerks.revoke')}
          isDanger
          initial={{}}
          fields={[]}
          note={() => (
            <p>
              <RecordText text={t('clerks.revokeText', { name: taking.display_name })} />
            </p>
          )}
          send={async () => {
            await changes.revoke(code, taking.id);
            await refresh();
          }}
          onClose={() => setTaking(undefined)}
        />
      )}
      <QueryView query={query}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState title={t('clerks.none')} />
          ) : (
            <PlainTable
              label={t('clerks.title')}
              head={[
                { key: 'name', title: t('societies.name') },
                { key: 'role', title: t('clerks.role') },
                { key: 'until', title: t('clerks.expires') },
                { key: 'state', title: t('clerks.state') },
                { key: 'by', title: t('clerks.grantedBy') },
              ]}
              rows={rows.map((one) => ({
                key: one.id,
                cells: [
                  <span key="n">
                    <RecordText text={one.display_name} /> <span className={styles.minor}>{one.username}</span>
                    {one.note && (
                      <span className={styles.minor}>
                        <br />
                        <RecordText text={one.note} />
                      </span>
                    )}
                  </span>,
                  label('role', one.role),
                  one.expires_at ? formatTime(one.expires_at, language) : t('clerks.noEnd'),
                  <span key="s" className={styles.line}>
                    <Tag tone={one.state === 'in_force' ? 'green' : 'neutral'}>{label('clerks', `states.${one.state}`)}</Tag>
                    {one.is_revocable && (
                      <button type="button" className={styles.linkButton} onClick={() => setTaking(one)}>
                        {t('clerks.revoke')}
                        <span className="visually-hidden">
                          {t('common.colon')}
                          <RecordText text={one.display_name} />
                        </span>
                      </button>
                    )}
                  </span>,
                  <Names key="by" value={one.names}>
                    <By name={one.granted_by} time={formatTime(one.granted_at, language)} />
                  </Names>,
                ],
              }))}
            />
          )
        }
      </QueryView>
      {mayName && (
        <div className={styles.sectionFoot}>
          <Button type="primary" onClick={() => setNaming(true)}>
            {t('clerks.add')}
          </Button>
        </div>
      )}
    </Section>
  );
}
