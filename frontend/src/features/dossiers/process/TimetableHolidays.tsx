// By which days off and worked weekends are working days counted, and where is that written?
import { useTranslation } from 'react-i18next';
import type { CalendarYear, TimetableView } from '../../../api/types';
import { useBilingual } from '../../../shared/i18n';
import { PlainTable, RecordText, Section, Tag, Tags } from '../../../shared/ui';
import styles from './process.module.css';

/** The working-day calendar of this year and the next. */
export function TimetableHolidays({ view }: { view: TimetableView }) {
  const { t } = useTranslation();
  return (
    <Section title={t('timetable.calendar')}>
      <div className={styles.lists}>
        {view.calendar.map((year) => (
          <Year key={year.year} year={year} />
        ))}
      </div>
    </Section>
  );
}

function Year({ year }: { year: CalendarYear }) {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  const head = [
    { key: 'name', title: t('timetable.holidays.name') },
    { key: 'days', title: t('timetable.holidays.days') },
  ];
  const rows = year.off.map((off) => ({ key: off.from, cells: [bilingual(off.name), off.from === off.to ? off.from : `${off.from} – ${off.to}`] }));
  const title = t('timetable.holidays.title', { year: year.year });
  return (
    <div className={styles.stack}>
      <h3>{title}</h3>
      {rows.length > 0 ? <PlainTable label={title} head={head} rows={rows} /> : <p>{t('timetable.holidays.none')}</p>}
      <div>
        {t('timetable.holidays.worked')}
        {t('common.colon')}
        {year.worked.length === 0 ? (
          t('timetable.holidays.noneWorked')
        ) : (
          <Tags>
            {year.worked.map((day) => (
              <Tag key={day}>{day}</Tag>
            ))}
          </Tags>
        )}
      </div>
      <p className={styles.minor}>
        <RecordText text={t(year.is_announced ? 'timetable.announced' : 'timetable.unannounced', { year: year.year, source: year.source })} />
      </p>
    </div>
  );
}
