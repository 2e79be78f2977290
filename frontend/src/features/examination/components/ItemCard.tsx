// What is found and said of one rule, and what can be said next?
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { NominationForm } from '../../../api/types';
import { useClause } from '../../../shared/clause';
import { useBilingual, useLabel, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Button, By, RecordText, Tag } from '../../../shared/ui';
import type { usePlaceOf } from '../../dossiers/submission/words';
import { type Draft, draftOf, isWritten } from '../draft';
import { isSettled, needsReason, toneOfExamination } from '../items';
import type { ExaminationDetail, Item, Said, VerdictBody } from '../types';
import styles from './examination.module.css';
import { Trouble } from './Trouble';
import { VerdictForm } from './VerdictForm';

/** The id of a rule's head, to which the focus goes. */
export const headOf = (rule: string): string => `rule-${rule}`;

/** What a page of rules lends to each of them. */
export interface ItemTools {
  one: ExaminationDetail;
  form: NominationForm | undefined;
  placeName: ReturnType<typeof usePlaceOf>;
  isPending: boolean;
  errorOf: (rule: string) => unknown;
  onSelect: (rule: string) => void;
  onDraft: (rule: string, draft: Draft | undefined) => void;
  onSend: (verdict: VerdictBody) => void;
  onTakeBack: (rule: string) => void;
}

/** One rule: a line, and open where it is the current one. */
export function ItemCard({ item, isCurrent, draft, tools, children }: { item: Item; isCurrent: boolean; draft: Draft | undefined; tools: ItemTools; children?: ReactNode }) {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  const label = useLabel();
  const text = item.text ?? item.look;
  return (
    <li className={styles.item} data-standing={item.standing} data-current={isCurrent}>
      <button type="button" id={headOf(item.rule)} className={styles.itemHead} aria-expanded={isCurrent} onClick={() => tools.onSelect(item.rule)}>
        <span className={styles.itemLine}>
          <span className={styles.itemNumber}>{item.rule}</span>
          <Tag tone={toneOfExamination(item.standing)}>{label('examination', `itemStandings.${item.standing}`)}</Tag>
          {item.is_barred && <Tag tone="red">{t('examination.barred')}</Tag>}
          {!isSettled(item) && !item.may_speak && tools.one.may.judge && <span className={styles.minor}>{t('examination.waitsForOther')}</span>}
        </span>
        <span className={styles.itemText}>{text && <RecordText text={bilingual(text)} />}</span>
      </button>
      {isCurrent && (
        <div className={styles.itemBody}>
          <Facts item={item} />
          <Found item={item} placeName={tools.placeName} />
          {item.verdicts.length > 0 && <Spoken said={item.verdicts} placeName={tools.placeName} />}
          <Controls item={item} draft={draft} tools={tools} />
          {children}
        </div>
      )}
    </li>
  );
}

function Facts({ item }: { item: Item }) {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  const clause = useClause();
  const label = useLabel();
  return (
    <dl className={styles.facts}>
      {item.look && item.text && (
        <>
          <dt>{t('examination.look')}</dt>
          <dd>
            <RecordText text={bilingual(item.look)} />
          </dd>
        </>
      )}
      <dt>{t('examination.clause')}</dt>
      <dd>
        <RecordText text={clause(item.clause)} />
      </dd>
      {item.level && (
        <>
          <dt>{t('examination.level')}</dt>
          <dd>{label('examination', `levels.${item.level === 'A/S' ? 'half' : item.level}`)}</dd>
        </>
      )}
    </dl>
  );
}

/** What the machine found, place by place. */
function Found({ item, placeName }: { item: Item; placeName: ItemTools['placeName'] }) {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  if (item.findings.length === 0) return <p className={styles.minor}>{t('examination.noFindings')}</p>;
  return (
    <div className={styles.stack}>
      <h3>{t('examination.found')}</h3>
      <ul className={styles.found}>
        {item.findings.map((finding, at) => {
          const texts = finding.evidence.flatMap((one) => (one.kind === 'text' ? [bilingual(one.value)] : []));
          const fields = finding.evidence.flatMap((one) => (one.kind === 'field' ? [one.value] : []));
          const places = [...new Set([...(finding.address ? [finding.address] : []), ...fields])];
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: two findings may be equal in all but their place in the list.
            <li key={at} data-bars={finding.verdict === 'fail' && finding.severity === 'refusal'}>
              <RecordText text={bilingual(finding.what)} />
              {texts.map((text) => (
                <span key={text} className={styles.minor}>
                  <RecordText text={text} />
                </span>
              ))}
              {places.length > 0 && (
                <span className={styles.minor}>
                  {t('examination.at')}
                  {t('common.colon')}
                  {places.map((place) => placeName(place)).join(t('submission.semicolon'))}
                </span>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** What people said, in turn. */
function Spoken({ said, placeName }: { said: readonly Said[]; placeName: ItemTools['placeName'] }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  return (
    <div className={styles.stack}>
      <h3>{t('examination.said')}</h3>
      <ol className={styles.said}>
        {said.map((one) => (
          <li key={one.turn} data-ruling={one.ruling}>
            <span className={styles.itemLine}>
              <span>{label('examination', `turns.${Math.min(one.turn, 3)}`)}</span>
              <Tag tone={toneOfExamination(one.ruling)}>{label('examination', `itemStandings.${one.ruling}`)}</Tag>
              <span className={styles.minor}>
                <By name={one.by} time={formatTime(one.at, language)} />
              </span>
            </span>
            {one.reason && (
              <span className={styles.text}>
                <RecordText text={one.reason} />
              </span>
            )}
            {one.fix && (
              <span className={styles.text}>
                <span className={styles.minor}>
                  {t('examination.fix')}
                  {t('common.colon')}
                </span>
                <RecordText text={one.fix} />
              </span>
            )}
            {one.address && (
              <span className={styles.minor}>
                {t('examination.at')}
                {t('common.colon')}
                {placeName(one.address)}
              </span>
            )}
          </li>
        ))}
      </ol>
    </div>
  );
}

function Controls({ item, draft, tools }: { item: Item; draft: Draft | undefined; tools: ItemTools }) {
  const { t } = useTranslation();
  const { rule } = item;
  const error = tools.errorOf(rule);
  if (draft && item.may_speak) {
    return <VerdictForm one={tools.one} item={item} draft={draft} error={error} isPending={tools.isPending} onDraft={(next) => tools.onDraft(rule, next)} onSend={tools.onSend} />;
  }
  return (
    <>
      {/* What was typed before somebody else spoke: kept for the reader to take along. */}
      <Trouble error={error} />
      {draft && isWritten(draft) && (
        <div className={styles.stack}>
          <p className={styles.text}>
            <span className={styles.minor}>
              {t('examination.typed')}
              {t('common.colon')}
            </span>
            <RecordText text={[draft.reason, draft.fix].filter((text) => text.trim() !== '').join('\n')} />
          </p>
          <div>
            <Button size="small" onClick={() => tools.onDraft(rule, undefined)}>
              {t('examination.letGo')}
            </Button>
          </div>
        </div>
      )}
      {(item.may_speak || item.may_take_back) && (
        <div className={styles.buttons}>
          {item.may_speak && (
            <>
              <Button type="primary" aria-busy={tools.isPending} onClick={() => (needsReason('pass', item.is_barred) ? tools.onDraft(rule, draftOf('pass')) : tools.onSend({ rule, ruling: 'pass' }))}>
                {t('examination.pass')} <span className={styles.key} data-key="y" />
              </Button>
              <Button danger onClick={() => tools.onDraft(rule, draftOf('fail', item.findings.find((one) => one.address)?.address ?? ''))}>
                {t('examination.fail')} <span className={styles.key} data-key="n" />
              </Button>
            </>
          )}
          {item.may_take_back && (
            <Button aria-busy={tools.isPending} onClick={() => tools.onTakeBack(rule)}>
              {t('examination.takeBack')}
            </Button>
          )}
        </div>
      )}
    </>
  );
}
