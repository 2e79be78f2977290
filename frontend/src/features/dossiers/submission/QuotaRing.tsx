// How many places of a bucket are taken? A ring beside the words that say the same.
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../../shared/i18n';
import { ring } from './ring';
import styles from './submission.module.css';
import type { SocietyPlaces } from './types';

const SIZE = 76;
const RADIUS = 31;
const WIDTH = 9;

/** The places of a bucket. */
export function QuotaRing({ places: bucket }: { places: SocietyPlaces }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { places, used, free } = bucket;
  const { length, filled, isFull } = ring(used, places, RADIUS);
  const hasLimit = places !== null && places !== undefined;
  const middle = SIZE / 2;
  const isNone = places === 0 && used === 0;
  const words = isNone ? t('societyHome.placesNone') : hasLimit ? t('societyHome.places', { places, used, free: free ?? 0 }) : t('societyHome.placesUnlimited', { used });
  return (
    <li className={styles.bucket}>
      <svg className={styles.ring} viewBox={`0 0 ${SIZE} ${SIZE}`} width={SIZE} height={SIZE} aria-hidden="true" data-full={isFull}>
        <circle cx={middle} cy={middle} r={RADIUS} fill="none" strokeWidth={WIDTH} className={styles.ringTrack} {...(hasLimit ? {} : { strokeDasharray: '3 5' })} />
        {filled > 0 && (
          <circle cx={middle} cy={middle} r={RADIUS} fill="none" strokeWidth={WIDTH} className={styles.ringFill} strokeDasharray={`${filled} ${length - filled}`} transform={`rotate(-90 ${middle} ${middle})`} />
        )}
        <text x={middle} y={middle} textAnchor="middle" dominantBaseline="central" className={styles.ringText}>
          {hasLimit ? `${used}/${places}` : used}
        </text>
      </svg>
      <div className={styles.bucketWords}>
        <strong lang={language}>{language === 'en' ? bucket.name_en : bucket.name}</strong>
        <span className={isFull && !isNone ? styles.fault : styles.minor}>{words}</span>
      </div>
    </li>
  );
}
