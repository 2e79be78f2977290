// Which parts has the form, and how far is each? Links beside the fields, a select on a phone.
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import type { NominationForm } from '../../../api/types';
import { useBilingual } from '../../../shared/i18n';
import { SelectField, useIsPhone } from '../../../shared/ui';
import { faultsBySection } from '../form';
import { useFaults } from '../useEditor';
import styles from './dossiers.module.css';

/** The sections of the form with what is still missing or wrong in each. */
export function Sections({ form, current }: { form: NominationForm; current: string }) {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  const isPhone = useIsPhone();
  const [, setSearch] = useSearchParams();
  const counts = faultsBySection(useFaults());
  if (isPhone) {
    const options = form.section.map((section) => {
      const count = counts.get(section.code) ?? 0;
      return { value: section.code, label: t('dossier.sectionOption', { title: bilingual(section.title), state: count === 0 ? t('dossier.done') : t('dossier.faults', { count }) }) };
    });
    return <SelectField label={t('dossier.section')} value={current} options={options} onChange={(section) => setSearch({ section })} />;
  }
  return (
    <nav aria-label={t('dossier.sections')}>
      <ol className={styles.sections}>
        {form.section.map((section) => {
          const count = counts.get(section.code) ?? 0;
          return (
            <li key={section.code}>
              <Link to={`?section=${section.code}`} className={styles.sectionLink} aria-current={section.code === current ? 'true' : undefined}>
                <span className={styles.sectionName}>{bilingual(section.title)}</span>
                {count === 0 ? (
                  <span className={styles.done}>
                    <span aria-hidden="true">✓</span>
                    <span className="visually-hidden">{t('dossier.done')}</span>
                  </span>
                ) : (
                  <span className={styles.count}>
                    <span aria-hidden="true">{count}</span>
                    <span className="visually-hidden">{t('dossier.faults', { count })}</span>
                  </span>
                )}
              </Link>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
