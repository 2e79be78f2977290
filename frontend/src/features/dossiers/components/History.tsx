// Who changed what, and how does an earlier version come back? Newest first, a version an entry.
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { DossierChange, NominationForm } from '../../../api/types';
import { useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Alert, Button, Dialog, Disclosure, ErrorState, LoadingState, RecordText, ShortList, TextDiff, useProblemText } from '../../../shared/ui';
import { find, type Value } from '../form';
import { useDossierChanges, useRestore } from '../queries';
import { useStanding, useTheEditor } from '../useEditor';
import { type Reader, usePlaceName, usePrinted } from '../words';
import styles from './dossiers.module.css';

/** So many versions are shown at once. */
const SHOWN = 20;
/** Texts up to this length stand in one line, longer ones beside each other. */
const SHORT = 60;

/** The changes by version, in the order in which they came: newest first. */
function versionsOf(changes: readonly DossierChange[]): { version: number; by: string; at: string; changes: DossierChange[] }[] {
  const versions: { version: number; by: string; at: string; changes: DossierChange[] }[] = [];
  for (const change of changes) {
    const last = versions.at(-1);
    if (last?.version === change.version) last.changes.push(change);
    else versions.push({ version: change.version, by: change.by, at: change.at, changes: [change] });
  }
  return versions;
}

/** The drawer with every version. */
export function History({ id, version, form, mayEdit, isOpen, onClose }: { id: string; version: number; form: NominationForm; mayEdit: boolean; isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog isOpen={isOpen} side="right" title={t('dossier.history.title')} onClose={onClose}>
      <Versions id={id} version={version} form={form} mayEdit={mayEdit} />
    </Dialog>
  );
}

function Versions({ id, version, form, mayEdit }: { id: string; version: number; form: NominationForm; mayEdit: boolean }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const problemText = useProblemText();
  const query = useDossierChanges(id);
  const editor = useTheEditor();
  const restore = useRestore(id);
  const { hasToSend, version: heard } = useStanding();
  const versions = useMemo(() => versionsOf(query.data?.pages.flatMap((page) => page.data) ?? []), [query.data]);
  const seen = Math.max(version, versions[0]?.version ?? 0);
  // What was kept from here comes back with the dossier a moment later, and what others wrote before it with it.
  const hasToWait = hasToSend || seen < heard;
  if (query.data === undefined) return query.isError ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : <LoadingState />;
  return (
    <div className={styles.stack}>
      {mayEdit && <p className={styles.minor}>{hasToWait ? t('dossier.history.wait') : t('dossier.history.lead')}</p>}
      {restore.isSuccess && <Alert type="success" showIcon role="status" title={t('dossier.history.restored', { value: restore.variables.version, now: restore.data.version })} />}
      {restore.isError && <Alert type="error" showIcon title={problemText(restore.error)} />}
      {versions.length === 0 ? (
        <p>{t('dossier.history.none')}</p>
      ) : (
        <ShortList items={versions} limit={SHOWN}>
          {(shown) => (
            <ol className={styles.entries}>
              {shown.map((one, index) => (
                <li key={one.version} className={styles.entry}>
                  <div className={styles.entryHead}>
                    <span>
                      <strong>{t('dossier.history.version', { value: one.version })}</strong>{' '}
                      <span className={styles.minor}>
                        <RecordText text={one.by} /> · <span className="whole">{formatTime(one.at, language, true)}</span>
                      </span>
                    </span>
                    {mayEdit && index > 0 && (
                      <Button size="small" disabled={hasToWait || restore.isPending} onClick={() => restore.mutate({ version: one.version, seen })}>
                        {t('dossier.history.restore')}
                        <span className="visually-hidden">
                          {t('common.colon')}
                          {one.version}
                        </span>
                      </Button>
                    )}
                  </div>
                  <Changes form={form} changes={one.changes} editor={editor} />
                </li>
              ))}
            </ol>
          )}
        </ShortList>
      )}
      {query.isFetchNextPageError && <Alert type="error" showIcon title={problemText(query.error)} />}
      {query.hasNextPage && (
        <div>
          <Button aria-busy={query.isFetchingNextPage} onClick={() => !query.isFetchingNextPage && void query.fetchNextPage()}>
            {t('dossier.history.more')}
          </Button>
        </div>
      )}
    </div>
  );
}

/** What was changed, field by field: short texts in a line, long ones beside each other, at once where `isWhole` asks for it. */
export function Changes({ form, changes, editor, isWhole = false }: { form: NominationForm; changes: readonly DossierChange[]; editor: Reader; isWhole?: boolean }) {
  const { t } = useTranslation();
  const placeName = usePlaceName(form, editor);
  const printed = usePrinted(editor);
  return (
    <ShortList items={changes} limit={6}>
      {(shown) => (
        <ul className={styles.stack}>
          {shown.map((change) => {
            const name = placeName(change.address);
            const field = find(form, change.address)?.field;
            const text = (value: unknown) => (field ? printed(field, change.address, (value ?? null) as Value | null) : String(value ?? ''));
            const [before, after] = [text(change.before), text(change.after)];
            const isShort = before.length <= SHORT && after.length <= SHORT && !`${before}${after}`.includes('\n');
            const texts = { label: name, before, after, beforeTitle: t('dossier.history.before'), afterTitle: t('dossier.history.after') };
            return (
              <li key={`${change.version} ${change.address}`}>
                {isShort ? (
                  <span className={styles.short}>
                    <span className={styles.minor}>
                      {name}
                      {t('common.colon')}
                    </span>
                    {before !== '' && (
                      <del>
                        <span className="visually-hidden">{t('diff.removed')}</span>
                        <RecordText text={before} />
                      </del>
                    )}
                    {after !== '' && (
                      <ins>
                        <span className="visually-hidden">{t('diff.added')}</span>
                        <RecordText text={after} />
                      </ins>
                    )}
                  </span>
                ) : isWhole ? (
                  <>
                    <span className={styles.minor}>{name}</span>
                    <TextDiff {...texts} />
                  </>
                ) : (
                  <Disclosure label={name}>
                    <TextDiff {...texts} />
                  </Disclosure>
                )}
              </li>
            );
          })}
        </ul>
      )}
    </ShortList>
  );
}
