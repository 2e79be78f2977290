// What does an appeal say, and how was it answered? A third person decides it here.
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldFault, presentOf } from '../../../api/problems';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { Names } from '../../../shared/names';
import { formatTime } from '../../../shared/time';
import { Alert, Button, By, Facts, Field, Input, RecordText, Section, Tag, TextArea, toneOfAppeal, useProblemText } from '../../../shared/ui';
import type { QuotaAppeal } from '../contract';
import { readNumber } from '../numbers';
import { useDecideAppeal } from '../proposals';
import { Move } from './Move';
import styles from './quotas.module.css';

/** An appeal with its answer, or the form that answers it. */
export function AppealCard(props: { appeal: QuotaAppeal; mayDecide: boolean; held?: number | undefined }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const { appeal } = props;
  return (
    <Names value={appeal.names}>
      <Section title={t('appeal.title')} id="appeal">
        <div className={styles.stack}>
          <Facts
            facts={[
              { label: t('appeal.state'), value: <Tag tone={toneOfAppeal(appeal.state)}>{label('appeal', `states.${appeal.state}`)}</Tag> },
              { label: t('appeal.wanted'), value: t('appeal.wantedOf', { before: appeal.places_before, wanted: appeal.wanted }) },
              {
                label: t('appeal.filedBy'),
                value: <By name={appeal.filed_by} time={formatTime(appeal.filed_at, language)} />,
              },
              { label: t('appeal.ground'), value: <RecordText text={appeal.ground} />, isWide: true },
            ]}
          />
          {appeal.state !== 'open' && (
            <Facts
              facts={[
                { label: t('appeal.result'), value: <Move from={appeal.places_before} to={appeal.places_after ?? appeal.places_before} /> },
                {
                  label: t('appeal.decidedBy'),
                  value: <By name={appeal.decided_by} time={formatTime(appeal.decided_at, language)} />,
                },
                { label: t('appeal.answer'), value: <RecordText text={appeal.answer} />, isWide: true },
              ]}
            />
          )}
          {appeal.state === 'open' && (props.mayDecide ? <Judgement appeal={appeal} held={props.held} /> : <p className={styles.minor}>{t('appeal.waits')}</p>)}
        </div>
      </Section>
    </Names>
  );
}

function Judgement({ appeal, held }: { appeal: QuotaAppeal; held: number | undefined }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const decide = useDecideAppeal(appeal.id);
  const [state, setState] = useState<'upheld' | 'rejected' | undefined>(undefined);
  const [places, setPlaces] = useState(String(appeal.wanted));
  const [answer, setAnswer] = useState('');
  const [seen] = useState(appeal.version);
  const number = readNumber(places);
  const isFit = state === 'rejected' || (number !== undefined && Number.isInteger(number) && number > appeal.places_before && number <= appeal.wanted);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (decide.isPending || state === undefined || !isFit || answer.trim() === '') return;
    decide.mutate({ version: seen, is_upheld: state === 'upheld', answer, ...(state === 'upheld' && number !== undefined ? { places: number } : {}) });
  };
  return (
    <form className={styles.stack} onSubmit={submit}>
      <h3>{t('appeal.decide')}</h3>
      {decide.isError && <Alert type="error" showIcon title={presentOf(decide.error) ? t('proposal.staleDeed') : (fieldFault(decide.error, '/places') ?? textOf(decide.error))} />}
      <fieldset className={styles.tabs}>
        <legend className="visually-hidden">{t('appeal.decide')}</legend>
        {(['upheld', 'rejected'] as const).map((each) => (
          <label key={each} className={styles.tab} data-chosen={state === each}>
            <input type="radio" name="state" value={each} checked={state === each} onChange={() => setState(each)} />
            {t(`appeal.verdicts.${each}`)}
          </label>
        ))}
      </fieldset>
      {state === 'upheld' && (
        <Field label={t('appeal.places')} hint={t('appeal.placesHint', { from: appeal.places_before + 1, to: appeal.wanted, held: held ?? 0 })} error={isFit ? undefined : t('appeal.placesFault')}>
          {(wiring) => <Input {...wiring} name="places" inputMode="numeric" className={styles.narrow ?? ''} value={places} onChange={(event) => setPlaces(event.target.value)} />}
        </Field>
      )}
      <TextArea label={t('appeal.answer')} name="answer" rows={4} value={answer} onChange={setAnswer} hint={t('appeal.answerHint')} />
      <div>
        <Button type="primary" htmlType="submit" disabled={state === undefined || !isFit || answer.trim() === ''} aria-busy={decide.isPending}>
          {t('appeal.send')}
        </Button>
      </div>
    </form>
  );
}
