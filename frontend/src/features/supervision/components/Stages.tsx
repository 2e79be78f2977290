// In which of the four stages is it, what is open, and who moves it on?
import { useTranslation } from 'react-i18next';
import { presentOf } from '../../../api/problems';
import type { TaskbookDetail } from '../../../api/types';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Alert, Button, RecordText, Section, Tag, useProblemText } from '../../../shared/ui';
import { useAdvance, useMove, useTick } from '../queries';
import { ReasonForm } from './ReasonForm';
import styles from './supervision.module.css';

type Item = TaskbookDetail['stages'][number]['items'][number];

/** The stages with their checklists. */
export function Stages({ taskbook }: { taskbook: TaskbookDetail }) {
  const { t } = useTranslation();
  return (
    <Section title={t('supervision.stages')} hint={t('supervision.stagesHint')}>
      <div className={styles.stack}>
        <div className={styles.stages}>
          {taskbook.stages.map((stage) => (
            <div key={stage.code} className={styles.stage} data-now={stage.code === taskbook.stage}>
              <h3>
                {stage.name} {stage.code === taskbook.stage && <Tag tone="blue">{t('supervision.now')}</Tag>}
              </h3>
              <ul className={styles.items}>
                {stage.items.map((item) => (
                  <CheckItem key={item.code} taskbook={taskbook} item={item} />
                ))}
              </ul>
            </div>
          ))}
        </div>
        {taskbook.may.move_on && <Moves taskbook={taskbook} />}
      </div>
    </Section>
  );
}

function CheckItem({ taskbook, item }: { taskbook: TaskbookDetail; item: Item }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const textOf = useProblemText();
  const tick = useTick(taskbook);
  const untick = useTick(taskbook);
  // Where somebody else was first, the note stays to be looked at beside what stands.
  const isTicking = !item.is_done || tick.isPending || tick.isError;
  const mayTick = (item.by === 'society' && taskbook.may.tick_society) || (item.by === 'cast' && taskbook.may.tick_cast);
  return (
    <li className={styles.item}>
      <span className={styles.mark} data-done={item.is_done} aria-hidden="true">
        {item.is_done ? '✓' : '○'}
      </span>
      <span>
        <span className="visually-hidden">
          {item.is_done ? t('supervision.done') : t('supervision.open')}
          {t('common.colon')}
        </span>
        {item.text}
      </span>
      <span className={styles.minor}>
        {label('tickedBy', item.by)}
        {item.ticked_at && ` · ${formatTime(item.ticked_at, language)}`}
      </span>
      {item.note && (
        <span className={styles.minor}>
          <RecordText text={item.note} />
        </span>
      )}
      {mayTick && isTicking && (
        <ReasonForm
          open={t('supervision.tick')}
          about={item.text}
          label={t('supervision.tickNote')}
          send={t('supervision.tick')}
          isPending={tick.isPending}
          error={tick.error}
          onSend={(note, done) => tick.mutate({ code: item.code, change: { is_done: true, note, evidence: '' } }, { onSuccess: done })}
        />
      )}
      {untick.isError && <Alert type="error" showIcon title={textOf(untick.error)} />}
      {mayTick && item.is_done && (
        <div>
          <Button size="small" aria-busy={untick.isPending} onClick={() => untick.mutate({ code: item.code, change: { is_done: false, note: '', evidence: '' } })}>
            {t('supervision.untick')}
            <span className="visually-hidden">
              {t('common.colon')}
              {item.text}
            </span>
          </Button>
        </div>
      )}
    </li>
  );
}

const IN_NEED_OF_REASON = new Set(['suspend', 'terminate']);

function Moves({ taskbook }: { taskbook: TaskbookDetail }) {
  const { t } = useTranslation();
  const label = useLabel();
  const textOf = useProblemText();
  const advance = useAdvance(taskbook.id);
  const move = useMove(taskbook.id);
  const isLast = taskbook.stage === 'summary';
  const isHalted = taskbook.state === 'suspended';
  const error = advance.error ?? move.error;
  const { version } = taskbook;
  type Happens = Parameters<typeof move.mutate>[0]['body']['move'];
  const plain = taskbook.moves.filter((one) => !IN_NEED_OF_REASON.has(one) && (one !== 'close' || (isLast && taskbook.open_items.length === 0)));
  const reasoned = taskbook.moves.filter((one) => IN_NEED_OF_REASON.has(one));
  return (
    <div className={styles.stack}>
      {!isLast && !isHalted && taskbook.open_items.length > 0 && <p className={styles.minor}>{t('supervision.openItems', { value: taskbook.open_items.length })}</p>}
      <div className={styles.buttons}>
        {!isLast && !isHalted && (
          <Button type="primary" disabled={taskbook.open_items.length > 0} aria-busy={advance.isPending} onClick={() => advance.mutate(version)}>
            {t('supervision.advance')}
          </Button>
        )}
        {plain.map((one) => (
          <Button key={one} aria-busy={move.isPending} onClick={() => move.mutate({ version, body: { move: one as Happens, reason: '' } })}>
            {label('taskbookMove', one)}
          </Button>
        ))}
        {reasoned.map((one) => (
          <ReasonForm
            key={one}
            open={label('taskbookMove', one)}
            about={taskbook.title}
            label={t('supervision.reason')}
            send={label('taskbookMove', one)}
            isDanger
            isTall
            isPending={move.isPending}
            error={null}
            onSend={(reason, done) => move.mutate({ version, body: { move: one as Happens, reason } }, { onSuccess: done })}
          />
        ))}
      </div>
      {error && <Alert type="error" showIcon title={textOf(error)} description={presentOf(error) && t('supervision.staleText')} />}
    </div>
  );
}
