import type { AnyVariables, CombinedError, TypedDocumentNode } from "@urql/core";
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { client } from "./client.ts";
import { connection, onConnection } from "./connection.ts";

/** What is known of one question to the endpoint. */
export interface Answer<Data> {
  /** The newest answer; while another is awaited, that to the question before. */
  readonly data: Data | undefined;
  /** Whether `data` answers the present question. */
  readonly isCurrent: boolean;
  readonly error: CombinedError | undefined;
  readonly isAsking: boolean;
  /** When `data` came. */
  readonly answeredAt: Date | undefined;
  /** Asks again, past what is kept here. */
  readonly again: () => void;
}

interface State<Data> {
  readonly key: string;
  readonly data?: Data;
  readonly dataKey?: string;
  readonly error?: CombinedError | undefined;
  readonly answeredAt?: Date;
}

/**
 * Asks the endpoint, again whenever the variables change or a lost endpoint is found. An answer that a newer question has overtaken is let go.
 *
 * @param variables `undefined` asks nothing.
 */
export function useAnswer<Data, Variables extends AnyVariables>(document: TypedDocumentNode<Data, Variables>, variables: Variables | undefined): Answer<Data> {
  const { epoch, lostAt } = useSyncExternalStore(onConnection, connection);
  const [attempt, setAttempt] = useState(0);
  const [state, setState] = useState<State<Data>>({ key: "" });
  const asked = useRef({ attempt, epoch });
  const question = variables === undefined ? "" : JSON.stringify(variables);
  const key = question === "" ? "" : `${question} ${attempt} ${epoch}`;
  useEffect(() => {
    if (question === "") return undefined;
    const isRepeated = asked.current.attempt !== attempt || asked.current.epoch !== epoch;
    asked.current = { attempt, epoch };
    const { unsubscribe } = client.query(document, JSON.parse(question) as Variables, { requestPolicy: isRepeated ? "network-only" : "cache-first" }).subscribe(({ data, error }) => {
      setState((before) => (data === undefined || data === null
        ? { ...before, key, error }
        : { key, data, dataKey: question, error, answeredAt: new Date() }));
    });
    return unsubscribe;
  }, [document, question, key, attempt, epoch]);
  const again = useCallback(() => setAttempt((before) => before + 1), []);
  const isAsking = key !== "" && state.key !== key;
  // While the endpoint is away the last failure stands until there is an answer: it would only go and come.
  const error = isAsking && lostAt === undefined ? undefined : state.error;
  return { data: state.data, isCurrent: state.dataKey === question, error, isAsking, answeredAt: state.answeredAt, again };
}
