// What is missing or wrong in the dossier? Section by section, each a link to its field; this section's first.
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { DossierFault, NominationForm } from '../../../api/types';
import { useBilingual } from '../../../shared/i18n';
import { Disclosure, RecordText, ShortList, useIsPhone } from '../../../shared/ui';
import { find, placeOf } from '../form';
import { useFaults, useTheEditor } from '../useEditor';
import { usePlaceName } from '../words';
import styles from './dossiers.module.css';

/** So many of a section are shown at once. */
const SHOWN = 12;

/** The panel of what is still to be done. */
export function Problems({ form, current }: { form: NominationForm; current: string }) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const faults = useFaults();
  const title = t('dossier.problems', { count: faults.length });
  if (isPhone && faults.length > 0) {
    return (
      <section className={styles.problems} aria-label={title}>
        <Disclosure label={title}>
          <Groups form={form} faults={faults} current={current} />
        </Disclosure>
      </section>
    );
  }
  return (
    <section className={styles.problems} aria-label={title}>
      <h2>{faults.length === 0 ? t('dossier.noProblems') : title}</h2>
      <Groups form={form} faults={faults} current={current} />
    </section>
  );
}

function Groups({ form, faults, current }: { form: NominationForm; faults: readonly DossierFault[]; current: string }) {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  const sections = [...form.section].sort((one, other) => Number(other.code === current) - Number(one.code === current));
  return sections.map(({ code, title }) => {
    const here = faults.filter((fault) => placeOf(fault.address).section === code);
    if (here.length === 0) return null;
    const name = `${bilingual(title)} ${t('dossier.inBrackets', { value: here.length })}`;
    return code === current ? (
      <div key={code} className={styles.problemGroup}>
        <h3>{name}</h3>
        <List form={form} faults={here} section={code} />
      </div>
    ) : (
      <Disclosure key={code} label={name}>
        <List form={form} faults={here} section={code} />
      </Disclosure>
    );
  });
}

function List({ form, faults, section }: { form: NominationForm; faults: readonly DossierFault[]; section: string }) {
  return (
    <ShortList items={faults} limit={SHOWN}>
      {(shown) => (
        <ul>
          {shown.map((fault) => (
            <li key={`${fault.address} ${fault.code}`}>
              <Link to={`?section=${section}#${fault.address}`}>
                <Said form={form} fault={fault} />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </ShortList>
  );
}

/** What is wrong; before it the row, where it is one of a table. */
function Said({ form, fault }: { form: NominationForm; fault: DossierFault }) {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  const placeName = usePlaceName(form, useTheEditor());
  const found = find(form, fault.address);
  // The section says which table, where it has only one.
  const isOnly = found?.section.field.filter((field) => field.kind === 'rows').length === 1;
  const place = placeName(fault.address, isOnly);
  if (fault.code === 'missing') return <RecordText text={t('dossier.missing', { place })} />;
  return <RecordText text={found?.table === undefined ? bilingual(fault.what) : `${place}${t('common.colon')}${bilingual(fault.what)}`} />;
}
