import { useState } from "react";
import { storedText } from "../state/storage.ts";

const themes = [["system", "As the system"], ["light", "Light"], ["dark", "Dark"]] as const;
type Theme = (typeof themes)[number][0];
const kept = storedText("modeldex.theme");

/** Chooses light, dark, or what the system says. */
export function ThemeSwitch(): React.JSX.Element {
  const [theme, setTheme] = useState<Theme>(() => themes.find(([name]) => name === kept.read())?.[0] ?? "system");
  const choose = (next: string): void => {
    const [name] = themes.find(([each]) => each === next) ?? themes[0];
    setTheme(name);
    if (name === "system") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = name;
    kept.write(name === "system" ? undefined : name);
  };
  return (
    <label className="small">
      <span className="only-heard">Theme</span>
      <select value={theme} onChange={({ target }) => choose(target.value)}>
        {themes.map(([name, label]) => <option key={name} value={name}>{label}</option>)}
      </select>
    </label>
  );
}
