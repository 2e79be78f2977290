// How is a publicity written down, and what came of it?
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey } from '../../../api/intent';
import { fieldFault } from '../../../api/problems';
import type { ProcessView, PublicityView } from '../../../api/types';
import { Alert, Button, Field, Input, OptionGroup, RecordText, TextArea, useProblemText } from '../../../shared/ui';
import { dayInBeijing } from '../clock';
import styles from './process.module.css';
import { ProofField } from './ProofField';
import { useBeginPublicity, useEndPublicity } from './queries';
import { StepRefusal } from './StepRefusal';

const lines = (text: string) => text.split('\n').map((line) => line.trim()).filter(Boolean);

/** The form for a publicity. */
export function BeginPublicity({ process }: { process: ProcessView }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const begin = useBeginPublicity(process.id);
  const key = useRef(newKey());
  const [places, setPlaces] = useState('');
  const [starts, setStarts] = useState(dayInBeijing(process.now));
  const [ends, setEnds] = useState(process.earliest_end);
  const [covered, setCovered] = useState<readonly string[]>([]);
  const [isReported, setReported] = useState<readonly string[]>([]);
  const [proofs, setProofs] = useState<readonly string[]>([]);
  const [isTried, setTried] = useState(false);
  const isReady = lines(places).length > 0 && starts !== '' && ends !== '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!isReady || begin.isPending) return;
    const missing = process.completing_units.filter((unit) => !covered.includes(unit));
    begin.mutate(
      { key: key.current, places: lines(places), starts_on: starts, ends_on: ends, units: [...covered], missing_units: isReported.length > 0 ? missing : [], proofs: [...proofs] },
      {
        // Another text is another request.
        onError: () => {
          key.current = newKey();
        },
      },
    );
  };
  const needed = (isMissing: boolean, pointer: string) => (isTried && isMissing ? t('process.needed') : fieldFault(begin.error, pointer));
  return (
    <form className={styles.form} aria-label={t('process.publicity.begin')} onSubmit={submit} noValidate>
      <TextArea label={t('process.publicity.places')} hint={t('process.publicity.placesHint')} name="places" value={places} onChange={setPlaces} error={needed(lines(places).length === 0, '/places')} />
      <div className={styles.fields}>
        <Field label={t('process.publicity.startsOn')} error={needed(starts === '', '/starts_on')}>
          {(wiring) => <Input {...wiring} type="date" name="starts_on" value={starts} onChange={(event) => setStarts(event.target.value)} />}
        </Field>
        <Field label={t('process.publicity.endsOn')} hint={t('process.publicity.endsHint', { day: process.earliest_end })} error={needed(ends === '', '/ends_on')}>
          {(wiring) => <Input {...wiring} type="date" name="ends_on" value={ends} onChange={(event) => setEnds(event.target.value)} />}
        </Field>
      </div>
      <ProofField isMany dossier={process.id} proves="publicity" label={t('process.publicity.proofs')} hint={t('process.publicity.proofsHint')} error={fieldFault(begin.error, '/proofs')} chosen={proofs} onChange={setProofs} />
      {process.completing_units.length > 0 && (
        <>
          <OptionGroup
            isMany
            label={t('process.publicity.unitsAsk')}
            error={fieldFault(begin.error, '/units')}
            options={process.completing_units.map((unit) => ({ value: unit, label: unit }))}
            chosen={covered}
            onChange={setCovered}
          />
          {covered.length < process.completing_units.length && (
            <OptionGroup isMany label={t('process.publicity.missingUnits')} options={[{ value: 'yes', label: t('process.publicity.report') }]} chosen={isReported} onChange={setReported} />
          )}
        </>
      )}
      {begin.isError && <Alert type="error" showIcon title={textOf(begin.error)} />}
      <div>
        <Button type="primary" htmlType="submit" aria-busy={begin.isPending}>
          {t('process.publicity.begin')}
        </Button>
      </div>
    </form>
  );
}

interface ObjectionText {
  key: number;
  text: string;
  settlement: string;
}

/** An objection: what was said of it before stands, what was not is asked for. */
function Objected(props: { place: number; one: ObjectionText; known: PublicityView['objections'][number] | undefined; isTried: boolean; onChange: (part: Partial<ObjectionText>) => void }) {
  const { place, one, known, isTried, onChange } = props;
  const { t } = useTranslation();
  return (
    <fieldset className={styles.group}>
      <legend>{t('process.publicity.objection', { value: place + 1 })}</legend>
      {known ? (
        <p>
          <RecordText text={known.text} />
        </p>
      ) : (
        <TextArea label={t('process.publicity.objectionText')} name={`objection-${place}`} value={one.text} onChange={(text) => onChange({ text })} error={isTried && one.text.trim() === '' ? t('process.needed') : undefined} />
      )}
      {known?.settlement ? (
        <p className={styles.minor}>
          <RecordText text={known.settlement} />
        </p>
      ) : (
        <TextArea label={t('process.publicity.settlement')} hint={t('process.publicity.settlementHint')} name={`settlement-${place}`} value={one.settlement} onChange={(settlement) => onChange({ settlement })} />
      )}
    </fieldset>
  );
}

/** The form for what came of a publicity. What was said once stands; a settlement, a further objection or a proof is added. */
export function EndPublicity({ process, publicity }: { process: ProcessView; publicity: PublicityView }) {
  const { t } = useTranslation();
  const end = useEndPublicity(process.id);
  const [outcome, setOutcome] = useState(publicity.outcome ?? '');
  const [objections, setObjections] = useState<readonly ObjectionText[]>(() => publicity.objections.map((one, key) => ({ key, text: one.text, settlement: one.settlement ?? '' })));
  const [effect, setEffect] = useState(publicity.closed_at ? (publicity.is_affected ? 'yes' : 'no') : '');
  const [proofs, setProofs] = useState<readonly string[]>([]);
  const [isTried, setTried] = useState(false);
  const isFirst = !publicity.closed_at;
  const hasObjections = outcome === 'objections';
  const isProved = publicity.proofs.length + proofs.length > 0;
  const isSaid = outcome === 'none' || (hasObjections && objections.length > 0 && objections.every((one) => one.text.trim() !== '') && effect !== '');
  const isReady = isSaid && isProved;
  const isRunning = dayInBeijing(process.now) <= publicity.ends_on;
  const change = (key: number, part: Partial<ObjectionText>) => setObjections(objections.map((one) => (one.key === key ? { ...one, ...part } : one)));
  const choose = (chosen: string) => {
    setOutcome(chosen);
    if (chosen === 'objections' && objections.length === 0) setObjections([{ key: 0, text: '', settlement: '' }]);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!isReady || end.isPending) return;
    end.mutate({
      version: process.version,
      outcome,
      objections: hasObjections ? objections.map(({ text, settlement }) => ({ text: text.trim(), settlement: settlement.trim() })) : [],
      is_affected: hasObjections && effect === 'yes',
      proofs: [...proofs],
    });
  };
  if (isRunning) return <Alert type="info" showIcon title={t('process.publicity.wait', { day: publicity.ends_on })} />;
  return (
    <form className={styles.form} aria-label={t(isFirst ? 'process.publicity.end' : 'process.publicity.add')} onSubmit={submit} noValidate>
      {isFirst && (
        <OptionGroup
          label={t('process.publicity.outcome')}
          error={isTried && outcome === '' ? t('process.needed') : fieldFault(end.error, '/outcome')}
          options={[
            { value: 'none', label: t('publicityOutcome.none') },
            { value: 'objections', label: t('publicityOutcome.objections') },
          ]}
          chosen={outcome === '' ? [] : [outcome]}
          onChange={(chosen) => choose(chosen[0] ?? '')}
        />
      )}
      {hasObjections && (
        <>
          {objections.map((one, place) => (
            <Objected key={one.key} place={place} one={one} known={publicity.objections[place]} isTried={isTried} onChange={(part) => change(one.key, part)} />
          ))}
          <div>
            <Button onClick={() => setObjections([...objections, { key: Math.max(-1, ...objections.map((one) => one.key)) + 1, text: '', settlement: '' }])}>{t('process.publicity.addObjection')}</Button>
          </div>
          <OptionGroup
            label={t('process.publicity.affected')}
            error={isTried && effect === '' ? t('process.needed') : undefined}
            options={[
              { value: 'no', label: t('process.publicity.affectedNo') },
              { value: 'yes', label: t('process.publicity.affectedYes') },
            ]}
            chosen={effect === '' ? [] : [effect]}
            onChange={(chosen) => setEffect(chosen[0] ?? '')}
          />
        </>
      )}
      <ProofField isMany dossier={process.id} proves="publicity" label={t(publicity.proofs.length > 0 ? 'process.publicity.moreProofs' : 'process.publicity.proofs')} hint={t('process.publicity.proofsHint')} error={isTried && !isProved ? t('process.publicity.needProof') : fieldFault(end.error, '/proofs')} chosen={proofs} onChange={setProofs} />
      <StepRefusal id={process.id} of={end} />
      <div>
        <Button type="primary" htmlType="submit" aria-busy={end.isPending}>
          {t(isFirst ? 'process.publicity.end' : 'process.publicity.add')}
        </Button>
      </div>
    </form>
  );
}
