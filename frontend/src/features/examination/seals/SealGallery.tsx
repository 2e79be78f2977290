// Is every seal and every signature where it is due? All pages on one screen, answered by y and n.
import { type KeyboardEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { SealPage } from '../../../api/types';
import { useBilingual, useLabel } from '../../../shared/i18n';
import { EmptyState, QueryView, RecordText, Tag, Tags, type Tone } from '../../../shared/ui';
import { evidenceOf, moved, percent, type SealAnswer, strokeOf, surest } from './gallery';
import { addressOf, useSeals } from './queries';
import styles from './seals.module.css';

const TONES: Record<ReturnType<typeof evidenceOf>, Tone> = { missing: 'red', unseen: 'neutral', seen: 'green', notSeen: 'gold', person: 'neutral' };

interface Answering {
  /** What was said of a page, by its address and number. */
  answers?: ReadonlyMap<number, SealAnswer>;
  /** Called with what a person says; without it the gallery only shows. */
  onAnswer?: (page: SealPage, answer: SealAnswer) => void;
}

/** The pages of the dossier `dossierId` where a seal or a signature is due. */
export function SealGallery({ dossierId, ...answering }: { dossierId: string } & Answering) {
  const { t } = useTranslation();
  const query = useSeals(dossierId);
  return (
    <QueryView query={query} rows={8} isFramed>
      {(pages) => (pages.length === 0 ? <EmptyState title={t('seals.none')} /> : <Grid dossierId={dossierId} pages={pages} {...answering} />)}
    </QueryView>
  );
}

function Grid({ dossierId, pages, answers, onAnswer }: { dossierId: string; pages: readonly SealPage[] } & Answering) {
  const { t } = useTranslation();
  const cards = useRef<(HTMLLIElement | null)[]>([]);
  const onKey = (at: number, page: SealPage) => (event: KeyboardEvent) => {
    const stroke = strokeOf(event);
    if (stroke === undefined || event.target !== event.currentTarget) return;
    event.preventDefault();
    if (stroke.kind === 'answer') onAnswer?.(page, stroke.answer);
    const next = moved(at, stroke.kind === 'move' ? stroke.by : onAnswer ? 1 : 0, pages.length);
    cards.current[next]?.focus();
  };
  return (
    <>
      <p className={styles.minor}>
        {t('seals.hint')} {onAnswer && t('seals.keys')}
      </p>
      <ul className={styles.grid}>
        {pages.map((page, at) => (
          <li
            key={page.number}
            ref={(card) => {
              cards.current[at] = card;
            }}
            className={styles.card}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a card takes the keys y and n.
            tabIndex={0}
            onKeyDown={onKey(at, page)}
          >
            <Card dossierId={dossierId} page={page} answer={answers?.get(page.number)} onAnswer={onAnswer} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Card({ dossierId, page, answer, onAnswer }: { dossierId: string; page: SealPage; answer: SealAnswer | undefined; onAnswer: Answering['onAnswer'] | undefined }) {
  const { t } = useTranslation();
  const label = useLabel();
  const say = useBilingual();
  const evidence = evidenceOf(page);
  const seen = surest(page);
  return (
    <>
      <Shown dossierId={dossierId} page={page} />
      <h3>
        {say(page.label)}
        {page.owner && (
          <>
            {' · '}
            <RecordText text={page.owner} />
          </>
        )}
      </h3>
      <Tags>
        {page.marks.map((mark) => (
          <Tag key={mark} tone="blue">
            {label('sealMark', mark)}
          </Tag>
        ))}
        <Tag tone={TONES[evidence]}>{label('sealEvidence', evidence)}</Tag>
      </Tags>
      {seen && (
        <p className={styles.minor}>{t('seals.confidence', { confidence: Math.round(seen.confidence * 100), red: Math.round(seen.red_share * 100) })}</p>
      )}
      {page.file && (
        <p className={styles.minor}>
          <RecordText text={page.file} /> · {t('seals.page', { page: page.page ?? 1 })}
        </p>
      )}
      {onAnswer && (
        <div className={styles.answers}>
          <button type="button" aria-pressed={answer === 'yes'} className={styles.yes} onClick={() => onAnswer(page, 'yes')}>
            {t('seals.yes')}
          </button>
          <button type="button" aria-pressed={answer === 'no'} className={styles.no} onClick={() => onAnswer(page, 'no')}>
            {t('seals.no')}
          </button>
        </div>
      )}
    </>
  );
}

/** The page with a frame around what looks like a seal; a drawn page in the browser's own viewer. */
function Shown({ dossierId, page }: { dossierId: string; page: SealPage }) {
  const { t } = useTranslation();
  const say = useBilingual();
  const address = addressOf(dossierId, page);
  const name = `${say(page.label)} · ${page.number}`;
  if (address === undefined) return <div className={styles.empty}>{t('seals.noFile')}</div>;
  if (!page.has_picture) return <iframe className={styles.viewer} src={address} title={name} loading="lazy" />;
  return (
    <a className={styles.picture} href={address} target="_blank" rel="noreferrer" aria-label={t('seals.open', { name })}>
      <img src={address} alt={name} loading="lazy" />
      {page.seals.map((seal) => (
        <span
          key={`${seal.x}-${seal.y}`}
          className={styles.frame}
          style={{ left: percent(seal.x), top: percent(seal.y), width: percent(seal.width), height: percent(seal.height) }}
        />
      ))}
    </a>
  );
}
