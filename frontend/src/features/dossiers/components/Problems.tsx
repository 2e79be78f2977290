// What is missing or wrong in the dossier? Section by section, each a link to its field; this section's first.
import { useContext, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { DossierFault, NominationForm } from '../../../api/types';
import { useBilingual } from '../../../shared/i18n';
import { Disclosure, RecordText, ShortList, useIsPhone } from '../../../shared/ui';
import { useAttachments } from '../attachments/queries';
import { find, namedFiles, placeOf } from '../form';
import { DossierIdContext, useFaults, useTheEditor } from '../useEditor';
import { usePlaceName } from '../words';
import styles from './dossiers.module.css';

/** So many of a section are shown at once. */
const SHOWN = 12;

/** The panel of what is still to be done. */
export function Problems({ form, current }: { form: NominationForm; current: string }) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const faults = useFaults();
  const absent = useAbsentFiles(form);
  const count = faults.length + absent;
  const title = t('dossier.problems', { count });
  const list = (
    <>
      {absent > 0 && <AbsentFiles count={absent} />}
      <Groups form={form} faults={faults} current={current} />
    </>
  );
  if (isPhone && count > 0) {
    return (
      <section className={styles.problems} aria-label={title}>
        <Disclosure label={title}>{list}</Disclosure>
      </section>
    );
  }
  return (
    <section className={styles.problems} aria-label={title}>
      <h2>{count === 0 ? t('dossier.noProblems') : title}</h2>
      {list}
    </section>
  );
}

/** How many files the fields name that are not there: a workbook names them before they are uploaded. */
function useAbsentFiles(form: NominationForm): number {
  const editor = useTheEditor();
  const faults = useFaults();
  const files = useAttachments(useContext(DossierIdContext)).data?.files;
  // The faults are told anew whenever something was kept.
  // biome-ignore lint/correctness/useExhaustiveDependencies: they stand for the values, which are no state of React
  return useMemo(() => {
    const there = new Set(files?.map((file) => String(file.number)));
    return files === undefined ? 0 : [...namedFiles(form, editor.read)].filter((number) => !there.has(number)).length;
  }, [form, editor, faults, files]);
}

function AbsentFiles({ count }: { count: number }) {
  const { t } = useTranslation();
  return (
    <ul>
      <li>
        <Link to={`/dossiers/${useContext(DossierIdContext)}/attachments`}>{t('dossier.absentFiles', { count })}</Link>
      </li>
    </ul>
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
