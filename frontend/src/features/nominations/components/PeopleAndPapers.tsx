// Who did the work, where, and which papers show it?
import { useTranslation } from 'react-i18next';
import type { NominationDetail } from '../../../api/types';
import { useLabel } from '../../../shared/i18n';
import { type Column, DataTable, RecordText, Section } from '../../../shared/ui';
import styles from './nominations.module.css';

type Person = NominationDetail['people'][number];

/** The people of a nomination, its units and its representative papers. */
export function PeopleAndPapers({ nomination }: { nomination: NominationDetail }) {
  const { t } = useTranslation();
  const label = useLabel();
  const columns: Column<Person>[] = [
    { key: 'order', title: t('nomination.order'), width: 64, render: (row) => row.order },
    { key: 'name', title: t('nomination.name'), width: 130, onPhone: 'title', render: (row) => <RecordText text={row.name} /> },
    { key: 'role', title: t('nomination.role'), width: 130, render: (row) => label('nomination', `roles.${row.role}`) },
    { key: 'unit', title: t('nomination.unit'), render: (row) => <RecordText text={row.unit} /> },
    { key: 'workUnit', title: t('nomination.workUnit'), render: (row) => <RecordText text={row.work_unit} /> },
    { key: 'title', title: t('nomination.personTitle'), width: 120, render: (row) => <RecordText text={row.title} /> },
    { key: 'post', title: t('nomination.post'), width: 140, render: (row) => <RecordText text={row.post} /> },
  ];
  // A column that nobody fills says nothing: leave it out.
  const isUsed: Record<string, boolean> = {
    unit: nomination.people.some((row) => row.unit),
    workUnit: nomination.people.some((row) => row.work_unit),
    title: nomination.people.some((row) => row.title),
    post: nomination.people.some((row) => row.post),
  };
  return (
    <>
      <Section title={t('nomination.people')}>
        {nomination.people.length === 0 ? (
          <p className={styles.minor}>{t('nomination.noPeople')}</p>
        ) : (
          <DataTable label={t('nomination.peopleTable')} columns={columns.filter((column) => isUsed[column.key] ?? true)} rows={nomination.people} rowKey={(row) => `${row.role} ${row.order} ${row.name}`} />
        )}
      </Section>
      <Section title={t('nomination.units')}>
        {nomination.units.length === 0 ? (
          <p className={styles.minor}>{t('nomination.noUnits')}</p>
        ) : (
          <ol className={styles.units}>
            {nomination.units.map((unit) => (
              <li key={`${unit.order} ${unit.name}`}>
                <span className={styles.order}>{unit.order}</span> <RecordText text={unit.name} />
              </li>
            ))}
          </ol>
        )}
      </Section>
      <Section title={t('nomination.papers')}>
        {nomination.papers.length === 0 ? (
          <p className={styles.minor}>{t('nomination.noPapers')}</p>
        ) : (
          <ol className={styles.papers}>
            {nomination.papers.map((paper, index) => (
              <li key={`${paper.title} ${paper.doi ?? ''}`}>
                <span className={styles.order}>{index + 1}</span> <RecordText text={paper.title} />
                {paper.year != null && ` (${paper.year})`}
                {paper.authors.length > 0 && (
                  <span className={styles.minor}>
                    {' '}
                    <RecordText text={paper.authors.join('、')} />
                  </span>
                )}
                {paper.doi && <span className={styles.minor}> DOI {paper.doi}</span>}
              </li>
            ))}
          </ol>
        )}
      </Section>
    </>
  );
}
