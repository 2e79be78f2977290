// How is a release drafted: at which stage, for which categories, under which title?
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey } from '../../../api/intent';
import { fieldFault, ProblemError } from '../../../api/problems';
import { useLabel } from '../../../shared/i18n';
import { Button, Field, Input, OptionGroup, Trouble } from '../../../shared/ui';
import { type Release, type ReleaseDetail, useChangeRelease, useDraftRelease } from '../queries';
import { CATEGORIES, STAGES } from '../words';
import styles from './results.module.css';

/** The form; with `known`, of a draft that is made anew. */
export function DraftForm({ year, known, onDone, onCancel }: { year: number; known?: Release; onDone: (made: ReleaseDetail) => void; onCancel: () => void }) {
  const { t } = useTranslation();
  const label = useLabel();
  const draft = useDraftRelease(year);
  const change = useChangeRelease(known?.id ?? '');
  const [stage, setStage] = useState<string>(known?.stage ?? 'first_review');
  const [categories, setCategories] = useState<readonly string[]>(known?.categories ?? []);
  const [title, setTitle] = useState(known?.title ?? '');
  const [isTried, setTried] = useState(false);
  const key = useRef(newKey());
  const used = known ? change : draft;
  const isFit = categories.length > 0 && title.trim() !== '';
  // Another draft is another request.
  const edited = () => {
    key.current = newKey();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!isFit || used.isPending) return;
    const body = { stage, categories: [...categories], title: title.trim() };
    const settled = {
      onSuccess: onDone,
      onError: (error: unknown) => {
        if (error instanceof ProblemError && error.status >= 400 && error.status < 500) key.current = newKey();
      },
    };
    if (known) change.mutate({ ...body, version: known.version }, settled);
    else draft.mutate({ ...body, key: key.current }, settled);
  };
  return (
    <form className={styles.form} aria-label={t(known ? 'results.change' : 'results.draft')} onSubmit={submit} noValidate>
      {!known && (
        <OptionGroup
          label={t('results.stage')}
          options={STAGES.map((value) => ({ value, label: t(`results.stages.${value}`) }))}
          chosen={[stage]}
          onChange={(chosen) => {
            setStage(chosen[0] ?? 'first_review');
            edited();
          }}
        />
      )}
      <OptionGroup
        isMany
        label={t('results.categories')}
        hint={t('results.categoriesHint')}
        error={isTried && categories.length === 0 ? t('results.choose') : fieldFault(used.error, '/categories')}
        options={CATEGORIES.map((value) => ({ value, label: label('category', value) }))}
        chosen={categories}
        onChange={(chosen) => {
          setCategories(chosen);
          edited();
        }}
      />
      <Field label={t('results.titleField')} error={isTried && title.trim() === '' ? t('results.needed') : fieldFault(used.error, '/title')}>
        {(wiring) => (
          <Input
            {...wiring}
            name="title"
            maxLength={200}
            value={title}
            onChange={(event) => {
              setTitle(event.target.value);
              edited();
            }}
          />
        )}
      </Field>
      <Trouble error={used.error} stale={t('results.stale')} />
      <div className={styles.buttons}>
        <Button type="primary" htmlType="submit" aria-busy={used.isPending}>
          {t(known ? 'results.saveAgain' : 'results.saveDraft')}
        </Button>
        <Button onClick={onCancel}>{t('common.cancel')}</Button>
      </div>
    </form>
  );
}
