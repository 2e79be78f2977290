// What does supervision know of one society? A section for the society's page: taskbooks, disclosures, the public page.
import { useTranslation } from 'react-i18next';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Button, EmptyState, QueryView, RecordText, Section, ShortList, Tag } from '../../../shared/ui';
import { TaskbookTable } from '../pages/TaskbooksPage';
import { useDisclosures, useTaskbooks } from '../queries';
import styles from './supervision.module.css';

/** Taskbooks and disclosures of the society with this code. */
export function SocietySupervision({ code }: { code: string }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const taskbooks = useTaskbooks();
  const disclosures = useDisclosures();
  const lang = language === 'en' ? 'en' : 'zh';
  return (
    <>
      <Section title={t('supervision.taskbooks')}>
        <QueryView query={taskbooks}>
          {(all) => {
            const own = all.filter((one) => one.society_id === code);
            return own.length === 0 ? <EmptyState title={t('supervision.noTaskbooks')} /> : <TaskbookTable taskbooks={own} />;
          }}
        </QueryView>
      </Section>
      <Section title={t('supervision.disclosures')} hint={<Button href={`/public/societies/${encodeURIComponent(code)}?lang=${lang}`}>{t('supervision.publicPage')}</Button>}>
        <QueryView query={disclosures}>
          {(all) => {
            const own = all.filter((one) => one.society_id === code);
            if (own.length === 0) return <EmptyState title={t('supervision.noDisclosures')} />;
            return (
              <ShortList items={own} limit={5}>
                {(shown) => (
                  <ul className={styles.items}>
                    {shown.map((one) => (
                      <li key={one.id} className={one.withdrawal ? `${styles.entryHead} ${styles.gone}` : styles.entryHead}>
                        <RecordText text={one.title} />
                        <Tag>{label('disclosureKind', one.kind)}</Tag>
                        {one.withdrawal && <Tag tone="red">{t('supervision.withdrawn')}</Tag>}
                        <span className={styles.minor}>{formatTime(one.published_at, language)}</span>
                      </li>
                    ))}
                  </ul>
                )}
              </ShortList>
            );
          }}
        </QueryView>
      </Section>
    </>
  );
}
