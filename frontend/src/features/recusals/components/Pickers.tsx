// Which expert, or which nomination, is meant? Searched by name, number or unit, chosen from the few that fit.
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RecordText, SearchField } from '../../../shared/ui';
import { useExperts } from '../../experts/queries';
import { useNominations } from '../../nominations/queries';
import styles from './recusals.module.css';
import { Trouble } from './Trouble';

const SHOWN = 8;

interface Choice {
  id: string;
  label: string;
  sub: string;
}

function Choices({ label, choices, chosen, onChoose }: { label: string; choices: readonly Choice[]; chosen: string; onChoose: (choice: Choice) => void }) {
  const name = useId();
  return (
    <fieldset className={styles.choices} aria-label={label}>
      {choices.map((choice) => (
        <label key={choice.id} className={styles.choice} data-chosen={chosen === choice.id}>
          <input type="radio" name={name} value={choice.id} checked={chosen === choice.id} onChange={() => onChoose(choice)} />
          <span>
            <RecordText text={choice.label} />
            <span className={styles.line}>
              <RecordText text={choice.sub} />
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function Found(props: { q: string; isLoading: boolean; error: unknown; label: string; choices: readonly Choice[]; chosen: string; onChoose: (choice: Choice) => void }) {
  const { t } = useTranslation();
  if (props.q === '') return null;
  if (props.error) return <Trouble error={props.error} />;
  if (!props.isLoading && props.choices.length === 0) return <p className={styles.minor}>{t('recusals.pick.none')}</p>;
  return <Choices label={props.label} choices={props.choices} chosen={props.chosen} onChoose={props.onChoose} />;
}

/** Picks an expert of the pool. */
export function ExpertPicker({ label, chosen, onChoose }: { label: string; chosen: string; onChoose: (id: string) => void }) {
  const { t } = useTranslation();
  const [q, setQ] = useState('');
  const query = useExperts({ q, discipline: '', sort: '', cursor: '' });
  const choices = q === '' ? [] : (query.data?.data ?? []).slice(0, SHOWN).map((row) => ({ id: row.id, label: row.name, sub: `${row.unit} · ${row.expert_id}` }));
  return (
    <div className={styles.stack}>
      <SearchField label={label} placeholder={t('recusals.pick.expertHint')} value={q} onSearch={setQ} />
      <Found q={q} isLoading={query.isFetching} error={query.error} label={label} choices={choices} chosen={chosen} onChoose={(choice) => onChoose(choice.id)} />
    </div>
  );
}

/** Picks a nomination of the round. */
export function NominationPicker({ year, label, chosen, onChoose }: { year: number; label: string; chosen: string; onChoose: (id: string) => void }) {
  const { t } = useTranslation();
  const [q, setQ] = useState('');
  const query = useNominations(year, { q, category: '', panel: '', state: '', sort: '', cursor: '' });
  const choices = q === '' ? [] : (query.data?.data ?? []).slice(0, SHOWN).map((row) => ({ id: row.id, label: row.title, sub: row.nomination_id }));
  return (
    <div className={styles.stack}>
      <SearchField label={label} placeholder={t('recusals.pick.nominationHint')} value={q} onSearch={setQ} />
      <Found q={q} isLoading={query.isFetching} error={query.error} label={label} choices={choices} chosen={chosen} onChoose={(choice) => onChoose(choice.id)} />
    </div>
  );
}
