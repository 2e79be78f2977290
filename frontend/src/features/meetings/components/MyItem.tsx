// What do I see of an item, and what do I say of it?
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Button, Dialog, Disclosure, PlainTable, QueryView, ReasonForm, RecordText, Tag, TextArea, Trouble } from '../../../shared/ui';
import { PeopleAndPapers } from '../../nominations/components/PeopleAndPapers';
import { ProjectText } from '../../nominations/components/ProjectText';
import { isBetween, points } from '../agenda';
import { useItemDossier, useWord } from '../my_queries';
import type { MyItemFacts, MyMeeting, MyOpinion } from '../types';
import { toneOfItem } from '../words';
import styles from './meetings.module.css';
import { Of } from './Of';

const NO_TERMS: readonly string[] = [];
/** Fewest characters of an opinion, as the server counts them. */
const LEAST = 10;

/** One item of the agenda; of one that I keep out of, nothing but that. */
export function MyItem({ meeting, position, facts, isNow }: { meeting: MyMeeting; position: number; facts: MyItemFacts | undefined; isNow: boolean }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  if (facts === undefined) {
    return (
      <li className={styles.part}>
        <div className={styles.partHead}>
          <strong>{t('meetings.item', { position })}</strong>
          <Tag tone="red">{t('meetings.keepsOut')}</Tag>
        </div>
        <p className={styles.minor}>{t('meetings.outText')}</p>
      </li>
    );
  }
  const name = facts.title ?? (facts.alias ? t('meetings.alias', { alias: facts.alias }) : '');
  return (
    <li className={styles.part} data-now={isNow} aria-current={isNow ? 'step' : undefined}>
      <div className={styles.partHead}>
        <h3>
          {position}. <RecordText text={name} />
        </h3>
        <Tag tone={toneOfItem(facts.state)}>{label('meetings', `itemStates.${facts.state}`)}</Tag>
      </div>
      <p className={styles.minor}>
        {facts.number && (
          <>
            <RecordText text={facts.number} />
            {' · '}
          </>
        )}
        {label('category', facts.category)}
        {facts.begins && ` · ${formatTime(facts.begins, language)}`}
        {facts.rank !== null && facts.rank !== undefined && ` · ${t('meetings.rankPlain', { rank: facts.rank })}`}
      </p>
      <Files meeting={meeting} facts={facts} />
      {facts.sheets.length > 0 && (
        <Disclosure label={t('meetings.sheets', { count: facts.sheets.length })} about={<RecordText text={name} />}>
          <Sheets facts={facts} />
        </Disclosure>
      )}
      {facts.earlier.map((one) => (
        <Disclosure key={`${one.stage}${one.text}`} label={t('meetings.earlier', { stage: label('meetings', `stages.${one.stage}`) })} about={<RecordText text={name} />}>
          <p className={styles.text}>
            <RecordText text={one.text} />
          </p>
        </Disclosure>
      ))}
      <OpinionPart meeting={meeting} facts={facts} name={name} />
      <div className={styles.row}>
        {facts.may.read && <Dossier meeting={meeting.id} facts={facts} name={name} />}
        {facts.may.recuse && <KeepOut meeting={meeting} facts={facts} name={name} />}
      </div>
    </li>
  );
}

function Files({ meeting, facts }: { meeting: MyMeeting; facts: MyItemFacts }) {
  const { t } = useTranslation();
  if (facts.files.length === 0) return null;
  return (
    <ul className={styles.row} aria-label={t('meetings.files')}>
      {facts.files.map((file) => (
        <li key={file.number}>
          <a href={`/api/v1/my-meetings/${meeting.id}/items/${facts.id}/files/${file.number}`} download>
            <RecordText text={file.name} />
          </a>
          {file.is_late && <Tag tone="gold">{t('meetings.late')}</Tag>}
        </li>
      ))}
    </ul>
  );
}

/** The sheets of the remote review, without who gave them. */
function Sheets({ facts }: { facts: MyItemFacts }) {
  const { t } = useTranslation();
  const criteria = [...new Set(facts.sheets.flatMap((sheet) => Object.keys(sheet.points)))];
  return (
    <PlainTable
      label={t('meetings.sheetsPlain')}
      head={[
        { key: 'expert', title: t('meetings.columns.expert') },
        ...criteria.map((code) => ({ key: code, title: code, isEnd: true })),
        { key: 'total', title: t('meetings.columns.total'), isEnd: true },
      ]}
      rows={facts.sheets.map((sheet) => ({
        key: String(sheet.expert),
        cells: [t('meetings.expert', { number: sheet.expert }), ...criteria.map((code) => sheet.points[code] ?? '—'), points(sheet.total)],
      }))}
    />
  );
}

function Dossier({ meeting, facts, name }: { meeting: string; facts: MyItemFacts; name: string }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const query = useItemDossier(meeting, facts.id, isOpen);
  return (
    <>
      <Button size="large" onClick={() => setOpen(true)}>
        {t('meetings.dossier')}
        <Of text={name} />
      </Button>
      <Dialog isOpen={isOpen} title={t('meetings.dossier')} isWide onClose={() => setOpen(false)}>
        <QueryView query={query} rows={12}>
          {(found) => (
            <>
              <ProjectText nomination={found} terms={NO_TERMS} focus={undefined} />
              <PeopleAndPapers nomination={found} />
            </>
          )}
        </QueryView>
      </Dialog>
    </>
  );
}

function KeepOut({ meeting, facts, name }: { meeting: MyMeeting; facts: MyItemFacts; name: string }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const word = useWord(meeting);
  return (
    <>
      <Button size="large" onClick={() => setOpen(true)}>
        {t('meetings.recuseSelf')}
        <Of text={name} />
      </Button>
      <Dialog isOpen={isOpen} title={t('meetings.recuseSelf')} onClose={() => setOpen(false)}>
        <ReasonForm
          label={t('meetings.recuseSelf')}
          hint={t('meetings.recuseSelfHint')}
          send={t('meetings.recuseSelf')}
          isDanger
          trouble={<Trouble error={word.error} stale={t('meetings.stale')} />}
          isPending={word.isPending}
          onSend={(reason) => word.mutate({ kind: 'recuse', item: facts, reason }, { onSuccess: () => setOpen(false) })}
          onCancel={() => setOpen(false)}
        />
      </Dialog>
    </>
  );
}

/** The opinion: written by who has a duty, signed by everybody. */
function OpinionPart({ meeting, facts, name }: { meeting: MyMeeting; facts: MyItemFacts; name: string }) {
  const { t } = useTranslation();
  const label = useLabel();
  const id = useId();
  const opinion = facts.opinion ?? undefined;
  if (opinion === undefined && !facts.may.write) return null;
  return (
    <section className={styles.stack} aria-labelledby={id}>
      <h4 id={id}>
        {t('meetings.opinion')}
        <Of text={name} />
      </h4>
      {facts.may.write ? (
        <WriteForm meeting={meeting} facts={facts} />
      ) : (
        opinion?.text && (
          <p className={styles.text}>
            <RecordText text={opinion.text} />
          </p>
        )
      )}
      {opinion && opinion.state === 'locked' && <p className={styles.minor}>{t('meetings.signedOf', { signed: opinion.signed, of: opinion.of })}</p>}
      {opinion && opinion.state === 'draft' && !facts.may.write && <p className={styles.minor}>{t('meetings.beingWritten')}</p>}
      {opinion?.answer && <Tag tone={opinion.answer === 'agree' ? 'green' : 'gold'}>{label('meetings', `answers.${opinion.answer}`)}</Tag>}
      {opinion && facts.may.sign && <SignForm meeting={meeting} opinion={opinion} name={name} />}
    </section>
  );
}

function WriteForm({ meeting, facts }: { meeting: MyMeeting; facts: MyItemFacts }) {
  const { t } = useTranslation();
  const word = useWord(meeting);
  const known = facts.opinion?.text ?? '';
  const [text, setText] = useState(known);
  const [base, setBase] = useState(known);
  const typed = text.trim();
  // What another saved is followed; where something else is typed here, both stand on the page and nothing is lost.
  const isMet = isBetween(typed, base, known);
  if (base !== known && !isMet) {
    setBase(known);
    setText(known);
  }
  const [isTried, setTried] = useState(false);
  const isShort = [...typed].length < LEAST;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!isShort && !word.isPending) word.mutate({ kind: 'write', item: facts, text: typed }, { onSuccess: () => setBase(typed) });
  };
  return (
    <form className={styles.stack} onSubmit={submit} noValidate>
      <TextArea
        label={t('meetings.opinionText')}
        name="opinion"
        rows={6}
        value={text}
        hint={t('meetings.opinionHint')}
        error={isTried && isShort ? t('meetings.opinionShort', { least: LEAST }) : undefined}
        onChange={setText}
      />
      {isMet && (
        <div role="status">
          <p className={styles.minor}>{t('meetings.opinionNow')}</p>
          <p className={styles.text}>
            <RecordText text={known} />
          </p>
        </div>
      )}
      <Trouble error={word.error} stale={t('meetings.stale')} />
      <div className={styles.row}>
        <Button size="large" type="primary" htmlType="submit" aria-busy={word.isPending}>
          {t('common.save')}
        </Button>
        {facts.may.lock && typed === known && (
          <Button size="large" onClick={() => !word.isPending && word.mutate({ kind: 'lock', item: facts })} aria-busy={word.isPending}>
            {t('meetings.lock')}
          </Button>
        )}
      </div>
    </form>
  );
}

function SignForm({ meeting, opinion, name }: { meeting: MyMeeting; opinion: MyOpinion; name: string }) {
  const { t } = useTranslation();
  const word = useWord(meeting);
  const [isDissenting, setDissenting] = useState(false);
  return (
    <div className={styles.stack}>
      <div className={styles.row}>
        <Button size="large" type="primary" onClick={() => !word.isPending && word.mutate({ kind: 'sign', opinion, answer: 'agree', words: '' })} aria-busy={word.isPending}>
          {t('meetings.agree')}
          <Of text={name} />
        </Button>
        <Button size="large" onClick={() => setDissenting(true)}>
          {t('meetings.dissent')}
          <Of text={name} />
        </Button>
      </div>
      <Trouble error={word.error} stale={t('meetings.stale')} />
      <Dialog isOpen={isDissenting} title={t('meetings.dissent')} onClose={() => setDissenting(false)}>
        <ReasonForm
          label={t('meetings.dissent')}
          reasonLabel={t('meetings.dissentWhy')}
          send={t('meetings.dissent')}
          trouble={<Trouble error={word.error} stale={t('meetings.stale')} />}
          isPending={word.isPending}
          onSend={(words) => word.mutate({ kind: 'sign', opinion, answer: 'dissent', words }, { onSuccess: () => setDissenting(false) })}
          onCancel={() => setDissenting(false)}
        />
      </Dialog>
    </div>
  );
}
