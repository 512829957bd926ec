import { isMacOs, pick, useGraphiQL, useMonaco } from "@graphiql/react";
import type { MonacoEditor } from "@graphiql/react";
import { useEffect } from "react";
import { mendThemes } from "./editor-themes.ts";

const switchTab = "editor.action.toggleTabFocusMode";

/**
 * Lets Tab lead out of the editors, names them for screen readers, and mends their colours. Shows nothing; stands within GraphiQL, whose editors come one after another.
 *
 * Monaco 0.52 reads no option of an editor for this, not even its own `tabFocusMode`: its keys ask one switch for all editors of the page, which only
 * the command behind Ctrl+M turns.
 */
export function EditorKeys(): null {
  const monaco = useMonaco(({ monaco: loaded }) => loaded);
  const { queryEditor, variableEditor, headerEditor, responseEditor } = useGraphiQL(pick("queryEditor", "variableEditor", "headerEditor", "responseEditor"));
  useEffect(() => nameEditor(queryEditor, "Query", true), [queryEditor]);
  useEffect(() => nameEditor(variableEditor, "Variables, as JSON", true), [variableEditor]);
  useEffect(() => nameEditor(headerEditor, "Headers, as JSON", true), [headerEditor]);
  useEffect(() => nameEditor(responseEditor, "Answer", false), [responseEditor]);
  useEffect(() => void (queryEditor !== undefined && leadOut(queryEditor)), [queryEditor]);
  useEffect(() => void (monaco !== undefined && mendThemes(monaco)), [monaco]);
  useEffect(() => {
    if (monaco === undefined || !isMacOs) return undefined;
    // There Monaco has it on Ctrl+Shift+M, where GraphiQL merges fragments.
    const rule = monaco.editor.addKeybindingRule({ keybinding: monaco.KeyMod.WinCtrl | monaco.KeyCode.KeyM, command: switchTab });
    return () => rule.dispose();
  }, [monaco]);
  return null;
}

/** Whether Monaco's switch was turned; it cannot be read, and lasts as long as the page. */
let leadsOut = false;

function leadOut(editor: MonacoEditor): void {
  if (leadsOut) return;
  leadsOut = true;
  editor.trigger("page", switchTab, undefined);
}

function nameEditor(editor: MonacoEditor | undefined, name: string, isWritten: boolean): void {
  if (editor === undefined) return;
  editor.updateOptions({ ariaLabel: isWritten ? `${name}. Tab leaves it; Ctrl+M lets Tab indent.` : name });
  const box = editor.getContainerDomNode();
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", `${name}: Enter leads into it`);
}
