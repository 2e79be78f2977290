// At which instants does something change in a round, and where among them is the present by the server's clock?
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { countdown, unitsOf } from '../clock';
import type { Timed } from '../queries';
import type { TimetableView } from '../../../api/types';
import { useServerNow } from '../useServerNow';
import { nodesOf, runningAt, type TimetableNode } from './timetable';
import styles from './timetable.module.css';

/** The instants in a line, with the present where it stands among them. */
export function TimetableLine({ view }: { view: Timed<TimetableView> }) {
  const now = useServerNow(view.offsetMs);
  const nodes = nodesOf(view);
  const passed = nodes.filter((node) => now >= Date.parse(node.at));
  const coming = nodes.slice(passed.length);
  return (
    <ol className={styles.line}>
      {passed.map((node) => (
        <Instant key={node.kind} node={node} view={view} now={now} />
      ))}
      <Present view={view} now={now} />
      {coming.map((node) => (
        <Instant key={node.kind} node={node} view={view} now={now} />
      ))}
    </ol>
  );
}

function Instant({ node, view, now }: { node: TimetableNode; view: TimetableView; now: number }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const left = countdown(now, undefined, node.at);
  const isPassed = left.phase === 'over';
  const whose = view.may_manage ? 'all' : 'society';
  return (
    <li data-mark={isPassed ? 'done' : 'later'}>
      <time className={styles.instant} dateTime={node.at}>
        {formatTime(node.at, language, true)}
      </time>
      <span className={styles.what}>
        <span className={styles.name}>{node.kind === 'own' || node.kind === 'last' ? t(`timetable.nodes.${node.kind}.${whose}`) : t(`timetable.nodes.${node.kind}`)}</span>
        <span className={styles.meaning}>{t(`timetable.meaning.${node.kind}`, { day: view.cutoff })}</span>
      </span>
      <span className={styles.left}>{isPassed ? t('timetable.passed') : t('timetable.left', { left: t(`societyHome.left.${unitsOf(left)}`, { ...left }) })}</span>
    </li>
  );
}

function Present({ view, now }: { view: TimetableView; now: number }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <li data-mark="now" aria-current="time">
      <time className={styles.instant}>{formatTime(new Date(now).toISOString(), language, true)}</time>
      <span className={styles.what}>
        <span className={styles.name}>{t(`timetable.running.${runningAt(view, now)}`)}</span>
        <span className={styles.meaning}>{t('timetable.serverNow')}</span>
      </span>
    </li>
  );
}
