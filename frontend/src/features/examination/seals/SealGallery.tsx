// Is every seal and every signature where it is due? All pages on one screen, answered by y and n.
import { type KeyboardEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { SealPage } from '../../../api/types';
import { useBilingual, useLabel } from '../../../shared/i18n';
import { Button, EmptyState, QueryView, RecordText, Tag, Tags, type Tone } from '../../../shared/ui';
import { pagesOf } from '../evidence';
import { evidenceOf, moved, percent, type SealAnswer, strokeOf, surest } from './gallery';
import { addressOf, useSeals } from './queries';
import styles from './seals.module.css';

const TONES: Record<ReturnType<typeof evidenceOf>, Tone> = { missing: 'red', unseen: 'neutral', seen: 'green', notSeen: 'gold', person: 'neutral' };

/** What was said of pages, by their numbers, and what is done with what is said next. */
export interface Answering {
  answers: ReadonlyMap<number, SealAnswer>;
  /** Called with what a person says of a page, and the pages that stand beside it. */
  onAnswer: (page: SealPage, answer: SealAnswer, pages: readonly SealPage[]) => void;
  /** Leads to the verdict that is being written, where there is one. */
  onForm: (() => void) | undefined;
}

/** The pages of the dossier `dossierId` where a seal or a signature is due, those of `rule` where it is named; without `answering` the gallery only shows. */
export function SealGallery({ dossierId, rule, answering }: { dossierId: string; rule?: string; answering?: Answering | undefined }) {
  const { t } = useTranslation();
  const query = useSeals(dossierId);
  return (
    <QueryView query={query} rows={8} isFramed>
      {(all) => {
        const pages = rule === undefined ? all : pagesOf(rule, all);
        return pages.length === 0 ? <EmptyState title={t('seals.none')} /> : <Grid dossierId={dossierId} pages={pages} answering={answering} />;
      }}
    </QueryView>
  );
}

function Grid({ dossierId, pages, answering }: { dossierId: string; pages: readonly SealPage[]; answering: Answering | undefined }) {
  const { t } = useTranslation();
  const cards = useRef<(HTMLLIElement | null)[]>([]);
  const onKey = (at: number, page: SealPage) => (event: KeyboardEvent) => {
    const stroke = strokeOf(event);
    if (stroke === undefined || (stroke.kind === 'answer' && !answering)) return;
    // Also from a button of the card: the same key would else pass the whole rule.
    event.preventDefault();
    if (stroke.kind === 'answer' && event.repeat) return;
    cards.current[moved(at, stroke.kind === 'move' ? stroke.by : 1, pages.length)]?.focus();
    if (stroke.kind === 'answer') answering?.onAnswer(page, stroke.answer, pages);
  };
  return (
    <>
      <p className={styles.minor}>
        {t('seals.hint')} {answering && `${t('seals.effect')} ${t('seals.keys')}`}
      </p>
      <ul className={styles.grid} aria-label={t('seals.pages')}>
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
            <Card dossierId={dossierId} page={page} answer={answering?.answers.get(page.number)} onAnswer={answering && ((said) => answering.onAnswer(page, said, pages))} />
          </li>
        ))}
      </ul>
      {answering?.onForm && (
        <div className={styles.foot}>
          <Button size="small" onClick={answering.onForm}>
            {t('seals.toForm')}
          </Button>
        </div>
      )}
    </>
  );
}

function Card({ dossierId, page, answer, onAnswer }: { dossierId: string; page: SealPage; answer: SealAnswer | undefined; onAnswer: ((answer: SealAnswer) => void) | undefined }) {
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
          <button type="button" aria-pressed={answer === 'yes'} className={styles.yes} onClick={() => onAnswer('yes')}>
            {t('seals.yes')}
          </button>
          <button type="button" aria-pressed={answer === 'no'} className={styles.no} onClick={() => onAnswer('no')}>
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
