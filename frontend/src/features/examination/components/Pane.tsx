// What does the examiner look at beside a rule? The clause, the machine's evidence, the fields that it is about, any other part of the form, the files.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useClause } from '../../../shared/clause';
import { useBilingual } from '../../../shared/i18n';
import { Alert, Button, QueryView, RecordText, SelectField, useProblemText } from '../../../shared/ui';
import { usePreview } from '../../dossiers/attachments/preview';
import { useAttachments } from '../../dossiers/attachments/queries';
import { useDocument } from '../../dossiers/outputs/download';
import { useDossier, useDossierForm } from '../../dossiers/queries';
import { addressesOf } from '../items';
import type { Answering } from '../seals/SealGallery';
import type { ExaminationDetail, Item } from '../types';
import { Evidence } from './Evidence';
import styles from './examination.module.css';
import { SectionValues, Values } from './Values';

/** What stands in the nomination, beside the rule that is looked at; `answering` where the reader may say of its pages whether they are sealed and signed. */
export function Pane({ one, item, answering }: { one: ExaminationDetail; item: Item | undefined; answering: Answering | undefined }) {
  const { t } = useTranslation();
  const clause = useClause();
  return (
    <div className={styles.stack}>
      {item && item.clause !== '' && (
        <p>
          <span className={styles.minor}>
            {t('examination.clause')}
            {t('common.colon')}
          </span>
          <RecordText text={clause(item.clause)} />
        </p>
      )}
      {item && <Evidence key={`evidence-${item.rule}`} one={one} rule={item.rule} answering={answering} />}
      {one.has_dossier ? (
        <Written key={item?.rule ?? ''} id={one.nomination_id} item={item} />
      ) : (
        <p>
          {t('examination.noDossier')} <Link to={`/rounds/${one.round}/nominations/${one.nomination_id}`}>{t('examination.toNomination')}</Link>
        </p>
      )}
    </div>
  );
}

function Written({ id, item }: { id: string; item: Item | undefined }) {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  const query = useDossier(id);
  const form = useDossierForm(query.data?.id).data;
  const addresses = item ? addressesOf(item) : [];
  const [chosen, setChosen] = useState<string>();
  return (
    <QueryView query={query} rows={6}>
      {(dossier) => {
        if (form === undefined) return null;
        const section = form.section.find((one) => one.code === chosen) ?? (addresses.length === 0 ? form.section[0] : undefined);
        const options = [
          ...(addresses.length > 0 ? [{ value: '', label: t('examination.itsFields', { count: addresses.length }) }] : []),
          ...form.section.map((one) => ({ value: one.code, label: bilingual(one.title) })),
        ];
        return (
          <>
            <Files id={id} />
            <SelectField label={t('examination.part')} value={section?.code ?? ''} options={options} onChange={setChosen} />
            {section ? <SectionValues form={form} dossier={dossier} section={section} /> : <Values form={form} dossier={dossier} addresses={addresses} />}
          </>
        );
      }}
    </QueryView>
  );
}

/** The form as it is printed, and the attachments. */
function Files({ id }: { id: string }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const download = useDocument(id);
  const { show, shown } = usePreview();
  const files = useAttachments(id).data?.files ?? [];
  const options = [{ value: '', label: t('examination.chooseFile', { count: files.length }) }, ...files.map((file) => ({ value: String(file.number), label: t('attachment.titleOf', { number: file.number, name: file.name }) }))];
  return (
    <>
      <div className={styles.buttons}>
        <Button size="small" aria-busy={download.isPending} onClick={() => download.mutate('form.pdf')}>
          {t('examination.formPdf')}
        </Button>
        <Button size="small" aria-busy={download.isPending} onClick={() => download.mutate('bundle.pdf')}>
          {t('examination.bundlePdf')}
        </Button>
      </div>
      {download.isError && <Alert type="error" showIcon title={textOf(download.error)} />}
      {files.length > 0 && <SelectField label={t('attachment.title')} value={shown === undefined ? '' : String(shown)} options={options} onChange={(number) => show(number === '' ? undefined : Number(number))} />}
    </>
  );
}
