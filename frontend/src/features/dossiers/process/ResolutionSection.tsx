// What did the society's council resolve, and how is a resolution recorded, for one dossier or for several at once?
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldFault, ProblemError } from '../../../api/problems';
import type { AppliedCharter, DossierRow, ProcessView, ResolutionView } from '../../../api/types';
import { useCharterText } from '../../../shared/charter';
import { useLabel } from '../../../shared/i18n';
import { Alert, Button, Disclosure, Field, Input, OptionGroup, RecordText, Section, SelectField, Tag, TextArea, useProblemText } from '../../../shared/ui';
import { useDossiers } from '../queries';
import styles from './process.module.css';
import { ProofField } from './ProofField';
import { useResolve } from './queries';

/** What a charter asks for, with its clause. */
function CharterText({ charter }: { charter: AppliedCharter }) {
  const say = useCharterText();
  return (
    <>
      {say(charter.terms)} <RecordText text={charter.terms.clause} />
    </>
  );
}

function ResolutionText({ one }: { one: ResolutionView }) {
  const { t } = useTranslation();
  const label = useLabel();
  return (
    <div className={styles.stack}>
      <p>
        <Tag tone={one.is_carried ? 'green' : 'red'}>{one.is_carried ? t('process.council.carried') : t('process.council.notCarried')}</Tag>{' '}
        {t('process.council.text', {
          body: label('councilBody', one.body),
          day: one.held_on,
          members: one.members,
          present: one.present,
          favour: one.in_favour,
          against: one.against,
          abstained: one.abstained,
          recused: one.recused,
        })}
      </p>
      {one.minutes && (
        <p className={styles.reason}>
          <RecordText text={one.minutes} />
        </p>
      )}
      <p className={styles.minor}>
        {t('process.council.judged')}
        <CharterText charter={one.charter} />
      </p>
      {one.minutes_attachment && <p>{t('process.council.attachment', { number: one.minutes_attachment })}</p>}
    </div>
  );
}

/** The council's part of the page. */
export function ResolutionSection({ process }: { process: ProcessView }) {
  const { t } = useTranslation();
  const { resolution, may } = process;
  const failed = process.earlier_resolutions;
  return (
    <Section title={t('process.council.title')} hint={t('process.council.hint')}>
      <div className={styles.stack}>
        {resolution ? <ResolutionText one={resolution} /> : !may.resolve && <p className={styles.minor}>{t('process.council.none')}</p>}
        {may.resolve && <ResolutionForm process={process} />}
        {failed.length > 0 && (
          <Disclosure label={t('process.council.earlier', { count: failed.length })}>
            <div className={styles.stack}>
              {failed.map((one) => (
                <ResolutionText key={one.id} one={one} />
              ))}
            </div>
          </Disclosure>
        )}
      </div>
    </Section>
  );
}

const COUNTS = ['members', 'present', 'in_favour', 'against', 'abstained', 'recused'] as const;
type Counts = Record<(typeof COUNTS)[number], string>;

const isWhole = (text: string) => /^\d+$/.test(text.normalize('NFKC').trim());

function ResolutionForm({ process }: { process: ProcessView }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const resolve = useResolve(process.round);
  const board = useDossiers(process.round);
  // Of those without a publicity the council decides from another state: one resolution is for the same kind.
  const isAlike = (one: DossierRow) => one.state === process.state && one.society_id === process.society_id && (one.category === 'INT') === (process.category === 'INT');
  const others = (board.data ?? []).filter((one) => one.id !== process.id && isAlike(one));
  const [also, setAlso] = useState<readonly string[]>([]);
  const [body, setBody] = useState('council');
  const [day, setDay] = useState('');
  const [minutes, setMinutes] = useState('');
  const [files, setFiles] = useState<readonly string[]>([]);
  const [counts, setCounts] = useState<Counts>({ members: '', present: '', in_favour: '', against: '0', abstained: '0', recused: '0' });
  const [isTried, setTried] = useState(false);
  // What is told here is the charter of today; the meeting may have been before it.
  const since = process.charter.valid_from;
  const hasMinutes = minutes.trim() !== '' || files.length > 0;
  const isReady = COUNTS.every((name) => isWhole(counts[name])) && day !== '' && hasMinutes;
  const dossiers = [process.id, ...also];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!isReady || resolve.isPending) return;
    const number = (name: keyof Counts) => Number(counts[name].normalize('NFKC'));
    resolve.mutate({
      dossiers,
      body,
      held_on: day,
      minutes: minutes.trim(),
      minutes_attachment: files[0] ?? null,
      members: number('members'),
      present: number('present'),
      in_favour: number('in_favour'),
      against: number('against'),
      abstained: number('abstained'),
      recused: number('recused'),
    });
  };
  return (
    <form className={styles.form} aria-label={t('process.council.record')} onSubmit={submit} noValidate>
      <p className={styles.minor}>
        <CharterText charter={process.charter} /> {t('process.council.rule')}
      </p>
      {others.length > 0 && (
        <OptionGroup
          isMany
          label={t('process.council.also')}
          options={others.map((one) => ({ value: one.id, label: <RecordText text={`${one.number} ${one.title}`} /> }))}
          chosen={also}
          onChange={setAlso}
        />
      )}
      <div className={styles.fields}>
        <SelectField
          label={t('process.council.body')}
          value={body}
          options={[
            { value: 'council', label: t('councilBody.council') },
            { value: 'standing_council', label: t('councilBody.standing_council') },
          ]}
          onChange={setBody}
        />
        <Field label={t('process.council.heldOn')} hint={since && day !== '' && day < since && t('process.council.otherDay', { day: since })} error={isTried && day === '' ? t('process.needed') : fieldFault(resolve.error, '/held_on')}>
          {(wiring) => <Input {...wiring} type="date" name="held_on" value={day} onChange={(event) => setDay(event.target.value)} />}
        </Field>
      </div>
      <div className={styles.counts}>
        {COUNTS.map((name) => (
          <Field key={name} label={t(`supervision.votes.${name}`)} error={isTried && !isWhole(counts[name]) ? t('process.wholeNumber') : fieldFault(resolve.error, `/${name}`)}>
            {(wiring) => <Input {...wiring} inputMode="numeric" name={name} value={counts[name]} onChange={(event) => setCounts({ ...counts, [name]: event.target.value })} />}
          </Field>
        ))}
      </div>
      <TextArea label={t('process.council.minutes')} name="minutes" value={minutes} onChange={setMinutes} error={isTried && !hasMinutes ? t('process.council.needMinutes') : fieldFault(resolve.error, '/minutes')} />
      <ProofField
        dossier={process.id}
        proves="minutes"
        label={t('process.council.attachmentFile')}
        hint={t(also.length > 0 ? 'process.council.sameFile' : 'process.council.attachmentHint')}
        error={fieldFault(resolve.error, '/minutes_attachment')}
        chosen={files}
        onChange={setFiles}
      />
      {resolve.isError && <Alert type="error" showIcon title={textOf(resolve.error)} description={<DossierFaults error={resolve.error} />} />}
      {resolve.data && !resolve.data.is_carried && <Alert type="warning" showIcon title={resolve.data.is_quorate ? t('process.council.tooFewFor') : t('process.council.tooFewThere')} />}
      <div>
        <Button type="primary" htmlType="submit" aria-busy={resolve.isPending}>
          {t('process.council.record')}
        </Button>
      </div>
    </form>
  );
}

/** What is wrong with which dossier of the resolution. */
function DossierFaults({ error }: { error: unknown }) {
  const faults = error instanceof ProblemError ? error.fields.filter((field) => field.pointer.startsWith('/dossiers')) : [];
  return faults.length === 0 ? null : (
    <ul>
      {faults.map((fault) => (
        <li key={fault.pointer}>
          <RecordText text={fault.message} />
        </li>
      ))}
    </ul>
  );
}
