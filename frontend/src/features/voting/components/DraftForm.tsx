// On what is to be voted? A category, a grade, and the items of the agenda that were nominated for it.
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { newKey } from '../../../api/intent';
import { mayPass } from '../../../api/problems';
import { useLabel } from '../../../shared/i18n';
import { isReason, REASON_LEAST } from '../../../shared/reason';
import { Button, EmptyState, Field, GrowingText, Input, OptionGroup, RecordText, SelectField, Trouble } from '../../../shared/ui';
import { categoriesOf, hasGrades, listable } from '../marks';
import { useDraft } from '../queries';
import type { BallotCandidate } from '../types';
import styles from './voting.module.css';

const GRADES = ['second', 'special', 'first'] as const;
const VARIANTS = ['', 'named', 'secret'] as const;

/** A number that was typed; none where the box is empty. */
const numberOf = (text: string): number | undefined => (/^\d+$/.test(text.trim()) ? Number(text.trim()) : undefined);

/** The form; the ballot that it makes is shown at once. */
export function DraftForm({ meeting, candidates }: { meeting: string; candidates: readonly BallotCandidate[] }) {
  const { t } = useTranslation();
  const label = useLabel();
  const navigate = useNavigate();
  const categories = categoriesOf(candidates);
  const [category, setCategory] = useState(categories[0] ?? '');
  const [grade, setGrade] = useState<string>('second');
  const [isRaise, setRaise] = useState(false);
  const [variant, setVariant] = useState('');
  const [left, setLeft] = useState<readonly string[]>([]);
  const [numbers, setNumbers] = useState({ cap: '', places: '', reason: '' });
  const [key, setKey] = useState(newKey);
  const draft = useDraft(meeting);
  const asked = hasGrades(category) ? grade : '';
  const found = listable(candidates, { category, grade: asked, isRaise: asked !== '' && isRaise });
  const chosen = found.map((one) => one.item_id).filter((id) => !left.includes(id));
  if (categories.length === 0) return <EmptyState title={t('voting.noItems')} />;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (draft.isPending || chosen.length === 0) return;
    const [cap, places] = [numberOf(numbers.cap), numberOf(numbers.places)];
    const reason = numbers.reason.trim();
    const body = {
      category,
      ...(asked === '' ? {} : { grade: asked, is_raise: isRaise }),
      ...(variant === '' ? {} : { variant }),
      items: chosen,
      ...(cap === undefined ? {} : { cap }),
      ...(places === undefined ? {} : { places }),
      ...(reason === '' ? {} : { reason }),
    };
    // What was refused is another intention once it is mended; what had no answer may have arrived, and is the same.
    draft.mutate({ key, body }, { onSuccess: (ballot) => navigate(`/meetings/${meeting}/ballots/${ballot.id}`), onError: (error) => mayPass(error) || setKey(newKey()) });
  };
  return (
    <form className={styles.form} aria-label={t('voting.new')} onSubmit={submit} noValidate>
      <div className={styles.fields}>
        <SelectField label={t('voting.category')} value={category} options={categories.map((value) => ({ value, label: label('category', value) }))} onChange={setCategory} />
        {hasGrades(category) && <SelectField label={t('voting.grade')} value={grade} options={GRADES.map((value) => ({ value, label: label('grade', value) }))} onChange={setGrade} />}
        <SelectField label={t('voting.variant')} value={variant} options={VARIANTS.map((value) => ({ value, label: t(value === '' ? 'voting.variants.usual' : `voting.variants.${value}`) }))} onChange={setVariant} />
      </div>
      {hasGrades(category) && <OptionGroup label={t('voting.kind')} isMany options={[{ value: 'raise', label: t('voting.raiseLong') }]} chosen={isRaise ? ['raise'] : []} onChange={(words) => setRaise(words.includes('raise'))} />}
      {found.length === 0 ? (
        <p className={styles.minor}>{t('voting.nothingToList')}</p>
      ) : (
        <OptionGroup
          label={t('voting.items', { value: chosen.length, of: found.length })}
          isMany
          options={found.map((one) => ({ value: one.item_id, label: <ItemName one={one} /> }))}
          chosen={chosen}
          onChange={(ids) => setLeft(found.map((one) => one.item_id).filter((id) => !ids.includes(id)))}
        />
      )}
      <div className={styles.fields}>
        {(['cap', 'places'] as const).map((name) => (
          <Field key={name} label={t(`voting.${name}`)} hint={t(`voting.${name}Hint`)}>
            {(wiring) => <Input {...wiring} name={name} inputMode="numeric" value={numbers[name]} onChange={(event) => setNumbers({ ...numbers, [name]: event.target.value })} />}
          </Field>
        ))}
      </div>
      <Field label={t('voting.why')} hint={t('voting.whyHint')} error={numbers.reason !== '' && !isReason(numbers.reason) ? t('common.reasonShort', { least: REASON_LEAST }) : undefined}>
        {(wiring) => <GrowingText {...wiring} name="reason" maxLength={500} value={numbers.reason} onChange={(event) => setNumbers({ ...numbers, reason: event.target.value })} />}
      </Field>
      <Trouble error={draft.error} stale={t('voting.stale')} />
      <div className={styles.buttons}>
        <Button type="primary" htmlType="submit" disabled={chosen.length === 0} aria-busy={draft.isPending}>
          {t('voting.draft')}
        </Button>
      </div>
    </form>
  );
}

function ItemName({ one }: { one: BallotCandidate }) {
  return (
    <>
      <span className={styles.number}>{one.position}</span> <RecordText text={one.title} /> <span className={styles.minor}><RecordText text={one.nomination} /></span>
    </>
  );
}
