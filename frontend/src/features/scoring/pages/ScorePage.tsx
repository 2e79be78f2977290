// How is one nomination judged, with its dossier beside the sheet? By keyboard alone, if one likes.
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { useLabel } from '../../../shared/i18n';
import { ButtonLink, Disclosure, EmptyState, Page, QueryView, RecordText, Section, Trouble } from '../../../shared/ui';
import { Reader } from '../../reading/components/Reader';
import { CriterionField } from '../components/CriterionField';
import { Foot } from '../components/Foot';
import { HelpDialog } from '../components/HelpDialog';
import { Met } from '../components/Met';
import { RecuseDialog } from '../components/RecuseDialog';
import { RefusedNotice, SaveLine } from '../components/SaveLine';
import styles from '../components/scoring.module.css';
import { deedOf, type KeyDeed } from '../keys';
import { contentOf, type Fault, faults, next, previous, total } from '../law';
import { useQueue, useReopen } from '../queries';
import type { Content, Criterion, Queue, ScoringPhase, Sheet } from '../types';
import { useIsNarrow } from '../useIsNarrow';
import { useOutbox } from '../useOutbox';
import { controlId, nameOf, reasonId, sheetPath, totalText } from '../words';

const NO_FAULTS: readonly Fault[] = [];

/** One sheet of a reviewer. */
export default function ScorePage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const query = useQueue();
  const queue = query.data?.queue;
  const row = queue?.rows.find((one) => one.id === id);
  const phase = queue?.phases.find((one) => one.id === row?.phase);
  const name = row === undefined ? t('scoring.one') : nameOf(row);
  return (
    <div className={styles.large}>
      <Page crumbs={[{ label: t('nav.sheets'), to: '/my-sheets' }]} title={<RecordText text={name} />} tabTitle={name} lead={queue && row && phase && <Lead queue={queue} row={row} phase={phase} />}>
        <QueryView query={query} rows={12} isFramed>
          {(found) => (row && phase ? <Whole key={row.id} queue={found.queue} row={row} phase={phase} /> : <Gone />)}
        </QueryView>
      </Page>
    </div>
  );
}

/** The review is not to be judged now: its phase is over, or somebody else judges it. */
function Gone() {
  const { t } = useTranslation();
  return (
    <Section title={t('scoring.list')}>
      <EmptyState title={t('scoring.gone')} text={t('scoring.goneText')} action={<ButtonLink to="/my-sheets">{t('scoring.toQueue')}</ButtonLink>} />
    </Section>
  );
}

interface Of {
  queue: Queue;
  row: Sheet;
  phase: ScoringPhase;
}

function Lead({ queue, row, phase }: Of) {
  const { t } = useTranslation();
  const label = useLabel();
  const place = queue.rows.findIndex((one) => one.id === row.id) + 1;
  return (
    <div className={styles.lead}>
      <span>
        <RecordText text={row.nomination_id ?? row.alias} /> · {label('category', phase.category)}
      </span>
      <span role="status">{t('scoring.place', { place, of: queue.rows.length })}</span>
      <SaveLine savedAt={row.saved_at} />
    </div>
  );
}

/** Puts the cursor into a control, in sight of both bars. */
function focusOn(id: string): void {
  const control = document.getElementById(id);
  control?.focus({ preventScroll: true });
  control?.scrollIntoView({ block: 'nearest' });
}

/** Where somebody begins: at what is missing first. */
const beginning = (criteria: readonly Criterion[], content: Content): string => {
  const [first] = faults(criteria, content);
  return controlId(first?.criterion ?? criteria[0]?.code ?? '');
};

function Whole({ queue, row: told, phase }: Of) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { outbox } = useOutbox();
  const row = outbox.newest(told);
  const reopen = useReopen(row);
  const [isTried, setTried] = useState(false);
  const [open, setOpen] = useState<'help' | 'recuse'>();
  const { criteria } = phase;
  const typed = outbox.typed(row.id);
  const content = typed ?? contentOf(row);
  const isSubmitted = row.state === 'submitted' && typed === undefined;
  const todo = faults(criteria, content);
  const rows = queue.rows.map(outbox.newest).map((one) => ({ id: one.id, state: outbox.isFinal(one.id) ? 'submitted' : one.state, skipped: outbox.typed(one.id)?.skipped ?? one.skipped }));
  const isLeaving = useRef(false);
  const goOn = () => {
    const to = next(rows, row.id);
    // Until the next sheet stands there, what is typed goes nowhere: into this one it would be wrong.
    isLeaving.current = to !== row.id;
    if (isLeaving.current && document.activeElement instanceof HTMLElement) document.activeElement.blur();
    void navigate(sheetPath(to));
  };

  const save = () => {
    if (isLeaving.current) return undefined;
    const [first] = todo;
    if (isSubmitted) return goOn();
    if (first === undefined) {
      outbox.submit(row, content);
      return goOn();
    }
    setTried(true);
    focusOn(first.part === 'comments' ? reasonId(first.criterion) : controlId(first.criterion));
    return undefined;
  };
  const skip = () => {
    if (isLeaving.current) return;
    if (!isSubmitted) {
      outbox.write(row, { ...content, skipped: true });
      outbox.flush();
    }
    goOn();
  };
  useDeeds({ save, skip, help: () => setOpen('help') });

  const start = useRef(isSubmitted ? 'save-and-next' : beginning(criteria, content));
  useEffect(() => {
    // After the page has told of itself by its heading.
    const timer = setTimeout(() => focusOn(start.current), 0);
    return () => clearTimeout(timer);
  }, []);

  const back = previous(rows, row.id);
  return (
    <>
      <RefusedNotice id={row.id} />
      <Trouble error={reopen.error} stale={t('scoring.stale')} />
      <div className={styles.split}>
        <Dossier id={row.id} />
        <form className={styles.sheet} aria-label={t('scoring.sheet')} onSubmit={(event) => event.preventDefault()} noValidate>
          {isSubmitted && <p className={styles.soft}>{t('scoring.submittedText')}</p>}
          <Criteria criteria={criteria} content={content} isDisabled={isSubmitted} todo={isTried ? todo : NO_FAULTS} onChange={(changed) => outbox.write(row, changed)} />
          <button type="button" className={styles.linkButton} onClick={() => setOpen('help')}>
            {t('scoring.keys.button')}
          </button>
        </form>
      </div>
      <Foot
        total={totalText(total(criteria, content.points))}
        isSubmitted={isSubmitted}
        isReopening={reopen.isPending}
        hasBefore={back !== undefined}
        onBack={() => void navigate(sheetPath(back))}
        onSkip={skip}
        onRecuse={() => setOpen('recuse')}
        onSave={save}
        onReopen={() => reopen.isPending || reopen.mutate()}
      />
      <HelpDialog isOpen={open === 'help'} onClose={() => setOpen(undefined)} />
      <RecuseDialog id={row.id} isOpen={open === 'recuse'} onClose={() => setOpen(undefined)} onDone={goOn} />
      <Met sheet={row} phase={phase} />
    </>
  );
}

/** Whether something else than the sheet is being written: a mark in the dossier, a question. */
const isElsewhere = (target: EventTarget | null): boolean => target instanceof Element && target.closest('[data-keys="off"]') !== null;

/** Lets keys do what the buttons do, wherever the cursor is. */
function useDeeds(deeds: Record<KeyDeed, () => void>): void {
  const latest = useRef(deeds);
  useEffect(() => {
    latest.current = deeds;
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat || document.querySelector('dialog[open]') !== null || isElsewhere(event.target)) return;
      const deed = deedOf(event, event.target instanceof HTMLTextAreaElement);
      if (deed === undefined) return;
      event.preventDefault();
      latest.current[deed]();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}

/** The dossier: beside the sheet where there is room, behind a button above it where there is none. */
function Dossier({ id }: { id: string }) {
  const { t } = useTranslation();
  const isNarrow = useIsNarrow();
  const reader = (
    <section className={styles.reader} aria-label={t('scoring.dossier')} data-keys="off">
      <Reader id={id} />
    </section>
  );
  return isNarrow ? <Disclosure label={t('scoring.showDossier')}>{reader}</Disclosure> : reader;
}

function Criteria({ criteria, content, isDisabled, todo, onChange }: { criteria: readonly Criterion[]; content: Content; isDisabled: boolean; todo: readonly Fault[]; onChange: (content: Content) => void }) {
  const move = (from: number, rows: number) => {
    const to = criteria[from + rows];
    if (to !== undefined) focusOn(controlId(to.code));
    else if (rows > 0) focusOn('save-and-next');
  };
  return (
    <>
      {criteria.map((one, at) => (
        <CriterionField key={one.code} criterion={one} content={content} isDisabled={isDisabled} faults={todo.filter((fault) => fault.criterion === one.code)} onChange={onChange} onMove={(rows) => move(at, rows)} />
      ))}
    </>
  );
}
