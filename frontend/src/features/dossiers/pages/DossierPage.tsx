// How is a nomination written? Section by section, kept as it is typed, with what is missing beside it.
import { memo, useEffect, useLayoutEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useParams, useSearchParams } from 'react-router';
import type { Account, DossierDetail, NominationForm } from '../../../api/types';
import { useBilingual, useLabel } from '../../../shared/i18n';
import { Button, Page, QueryView, RecordText, Section, Tag, toneOfState } from '../../../shared/ui';
import { useAccount } from '../../identity/queries';
import { PreviewProvider } from '../attachments/preview';
import styles from '../components/dossiers.module.css';
import { DossierTabs } from '../components/DossierTabs';
import { FieldItem, Hint } from '../components/FieldItem';
import { History } from '../components/History';
import { Problems } from '../components/Problems';
import { SaveState } from '../components/SaveState';
import { Sections } from '../components/Sections';
import { UnlockedBar } from '../components/UnlockedBar';
import { focusOn } from '../focus';
import { fieldAddress, find, textOf } from '../form';
import { SectionPrefill } from '../imports/SectionPrefill';
import { Downloads } from '../outputs/Downloads';
import { useDossier, useDossierForm } from '../queries';
import { DossierIdContext, EditorProvider, ReadOnlyContext, TargetContext, UnlockedContext, useEditor, useView } from '../useEditor';

/** The editor of one dossier. */
export default function DossierPage() {
  const { id = '' } = useParams();
  const account = useAccount();
  // Another dossier or another person is another editor, from the ground.
  return account ? <Dossier key={`${account.id}/${id}`} id={id} account={account} /> : null;
}

function Dossier({ id, account }: { id: string; account: Account }) {
  const { t } = useTranslation();
  const editor = useEditor(id, account.id);
  const query = useDossier(id);
  const form = useDossierForm(id);
  const detail = query.data;
  // Before the first picture, so that no field is seen empty that is not.
  useLayoutEffect(() => {
    const text = form.data;
    if (detail === undefined || text === undefined) return;
    editor.isSecret = (address) => find(text, address)?.field.secret === true;
    editor.receive(detail);
  }, [editor, detail, form.data]);
  return (
    <EditorProvider value={editor}>
      <DossierIdContext value={id}>
        {detail === undefined || form.data === undefined ? (
          <Page title={t('dossier.board')} tabTitle={t('dossier.board')}>
            <QueryView<unknown> query={detail === undefined ? query : form} isFramed>
              {() => null}
            </QueryView>
          </Page>
        ) : (
          <PreviewProvider id={id}>
            <Written detail={detail} form={form.data} />
          </PreviewProvider>
        )}
      </DossierIdContext>
    </EditorProvider>
  );
}

function Written({ detail, form }: { detail: DossierDetail; form: NominationForm }) {
  const { t } = useTranslation();
  const label = useLabel();
  const bilingual = useBilingual();
  const [search] = useSearchParams();
  const [isHistoryOpen, setHistoryOpen] = useState(false);
  const [areOutputsOpen, setOutputsOpen] = useState(false);
  const { hash, key } = useLocation();
  const target = useMemo(() => (hash.length > 1 ? { address: decodeURIComponent(hash.slice(1)), key } : undefined), [hash, key]);
  useEffect(() => {
    if (target) focusOn(target.address);
  }, [target]);
  const current = form.section.find((section) => section.code === search.get('section')) ?? form.section[0];
  if (current === undefined) return null;
  // What a correction did not unlock stays as it was handed in.
  const isCorrection = detail.may_edit && detail.unlocked.length > 0;
  return (
    <Page
      title={<Title />}
      tabTitle={detail.title.trim() || t('dossier.untitled')}
      crumbs={[{ label: t('dossier.board'), to: `/rounds/${detail.round}/dossiers` }]}
      lead={
        <>
          {detail.number} · {bilingual(detail.form)} <Tag tone={toneOfState(detail.state)}>{label('state', detail.state)}</Tag>
        </>
      }
    >
      <DossierTabs id={detail.id} />
      <TargetContext value={target}>
        <div className={styles.bar}>
          {detail.may_edit ? <SaveState /> : <span>{t('dossier.readOnly')}</span>}
          <span className={styles.barSpace} />
          <Button size="small" onClick={() => setOutputsOpen(true)}>
            {t('dossier.outputs.title')}
          </Button>
          <Button size="small" onClick={() => setHistoryOpen(true)}>
            {t('dossier.history.title')}
          </Button>
        </div>
        {isCorrection && <UnlockedBar detail={detail} form={form} />}
        <div className={styles.editor}>
          <div className={styles.side}>
            <Sections form={form} current={current.code} />
          </div>
          <UnlockedContext value={isCorrection ? detail.unlocked : undefined}>
            <Fields key={current.code} form={form} section={current} mayEdit={detail.may_edit} isCorrection={isCorrection} />
          </UnlockedContext>
          <div className={`${styles.side} ${styles.problemsSide}`}>
            <Problems form={form} current={current.code} />
          </div>
        </div>
        <History id={detail.id} version={detail.version} form={form} mayEdit={detail.may_edit && !isCorrection} isOpen={isHistoryOpen} onClose={() => setHistoryOpen(false)} />
        <Downloads id={detail.id} isDraft={detail.state === 'draft'} isOpen={areOutputsOpen} onClose={() => setOutputsOpen(false)} />
      </TargetContext>
    </Page>
  );
}

/** The title as it is being written: by itself, so that its keys draw nothing else. */
function Title() {
  const { t } = useTranslation();
  const title = textOf(useView(fieldAddress('project', 'title')).value).trim();
  return title === '' ? t('dossier.untitled') : <RecordText text={title} />;
}

/** The fields of a section; drawn once, each field follows its own value. */
const Fields = memo(function Fields({ form, section, mayEdit, isCorrection }: { form: NominationForm; section: NominationForm['section'][number]; mayEdit: boolean; isCorrection: boolean }) {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  const at = form.section.indexOf(section);
  const [before, after] = [form.section[at - 1], form.section[at + 1]];
  return (
    <div className={styles.middle}>
      <Section title={bilingual(section.title)} hint={t('dossier.sectionOf', { value: at + 1, all: form.section.length })}>
        {(section.help || section.clause) && (
          <div className={styles.help}>
            <Hint help={section.help} clause={section.clause} />
          </div>
        )}
        {mayEdit && !isCorrection && <SectionPrefill section={section} />}
        <fieldset className={styles.plain} data-read-only={!mayEdit} data-correction={isCorrection} aria-label={bilingual(section.title)}>
          <ReadOnlyContext value={!mayEdit}>
            <div className={`${styles.fields} ${styles.sheet}`}>
              {section.field.map((field) => (
                <FieldItem key={field.code} address={fieldAddress(section.code, field.code)} field={field} />
              ))}
            </div>
          </ReadOnlyContext>
        </fieldset>
      </Section>
      <div className={styles.ends}>
        {before ? <Link to={`?section=${before.code}`}>{t('dossier.before', { title: bilingual(before.title) })}</Link> : <span />}
        {after && <Link to={`?section=${after.code}`}>{t('dossier.after', { title: bilingual(after.title) })}</Link>}
      </div>
    </div>
  );
});
