import { buildASTSchema, isEnumType, isInputObjectType, isInterfaceType, isObjectType, parse, validateSchema, type GraphQLSchema } from "graphql";
import { describe, expect, it } from "vitest";
import {
  availabilityKinds, betterWhens, comparisonGroups, decisionOutcomes, driftKinds, facetFields, memoryBases, modelSorts, sourceErrorCodes, outcomeOrigins, outcomeStatuses, pinOutcomes, resolutionOutcomes,
  rowVerdicts, ruleOutcomes, ruleSeverities, sourceCapabilities, sourceStates, subjectTypes, trustDepths, unknownHandlings,
} from "../answer-values.ts";
import { claimEffects, claimKinds, claimStatuses, issuerTypes, systemTrustLevels, trustLevels, unknownReasons, verifiabilities } from "../claims.ts";
import {
  accesses, artifactRoles, changeKinds, evaluationAuthors, finalities, licenseClasses, lineageRelations, linkKinds, listingRelations, listingStates, publisherKinds, valueOrigins,
  weightFormats,
} from "../values.ts";
import { detailsSdl } from "./details.ts";
import { typeDefs } from "./type-defs.ts";

const schema: GraphQLSchema = buildASTSchema(parse([...typeDefs, detailsSdl([])].join("\n")));
const ownTypes = Object.values(schema.getTypeMap()).filter((type) => !type.name.startsWith("__") && type.astNode !== undefined);

/** Every enum of the SDL, and the list that the code takes its values from. */
const listOfEnum: Readonly<Record<string, readonly string[]>> = {
  Access: accesses,
  ArtifactRole: artifactRoles,
  AvailabilityKind: availabilityKinds,
  BetterWhen: betterWhens,
  ChangeKind: changeKinds,
  ClaimEffect: claimEffects,
  ClaimKind: claimKinds,
  ClaimStatus: claimStatuses,
  ComparisonGroup: comparisonGroups,
  DecisionOutcome: decisionOutcomes,
  DriftKind: driftKinds,
  EvaluationAuthor: evaluationAuthors,
  FacetField: facetFields,
  Finality: finalities,
  IssuerType: issuerTypes,
  LicenseClass: licenseClasses,
  LineageRelation: lineageRelations,
  LinkKind: linkKinds,
  ListingRelation: listingRelations,
  ListingState: listingStates,
  MemoryBasis: memoryBases,
  ModelSort: modelSorts,
  OutcomeOrigin: outcomeOrigins,
  OutcomeStatus: outcomeStatuses,
  PinOutcome: pinOutcomes,
  PublisherKind: publisherKinds,
  ResolutionOutcome: resolutionOutcomes,
  RowVerdict: rowVerdicts,
  RuleOutcome: ruleOutcomes,
  RuleSeverity: ruleSeverities,
  SourceCapability: sourceCapabilities,
  SourceErrorCode: sourceErrorCodes,
  SourceState: sourceStates,
  SubjectType: subjectTypes,
  SystemTrustLevel: systemTrustLevels,
  TrustDepth: trustDepths,
  TrustLevel: trustLevels,
  UnknownHandling: unknownHandlings,
  UnknownReason: unknownReasons,
  ValueOrigin: valueOrigins,
  Verifiability: verifiabilities,
  WeightFormat: weightFormats,
};

describe("typeDefs", () => {
  it("build a valid schema with no source that brings a details type", () => {
    expect(validateSchema(schema)).toEqual([]);
  });

  it("describe every type, field, argument, input field and enum value", () => {
    const bare: string[] = [];
    const note = (path: string, description: string | null | undefined): void => {
      if (description === undefined || description === null || description.trim() === "") bare.push(path);
    };
    for (const type of ownTypes) {
      note(type.name, type.description);
      if (isObjectType(type) || isInterfaceType(type)) {
        for (const field of Object.values(type.getFields())) {
          note(`${type.name}.${field.name}`, field.description);
          for (const argument of field.args) note(`${type.name}.${field.name}(${argument.name})`, argument.description);
        }
      }
      if (isInputObjectType(type)) for (const field of Object.values(type.getFields())) note(`${type.name}.${field.name}`, field.description);
      if (isEnumType(type)) for (const value of type.getValues()) note(`${type.name}.${value.name}`, value.description);
    }
    expect(bare).toEqual([]);
  });

  it("have the enums of the code's lists, value by value", () => {
    const served = ownTypes.filter(isEnumType).map((type) => [type.name, type.getValues().map((value) => value.name)]);
    expect(Object.fromEntries(served)).toEqual(listOfEnum);
  });

  it("serve no type that no query can reach", () => {
    const reached = new Set<string>();
    const visit = (name: string): void => {
      const type = schema.getType(name);
      if (type === undefined || reached.has(name)) return;
      reached.add(name);
      if (isObjectType(type) || isInterfaceType(type)) {
        for (const possible of isInterfaceType(type) ? schema.getPossibleTypes(type) : []) visit(possible.name);
        for (const field of Object.values(type.getFields())) for (const part of [field, ...field.args]) visit(String(part.type).replace(/[[\]!]/g, ""));
      }
      if (isInputObjectType(type)) for (const field of Object.values(type.getFields())) visit(String(field.type).replace(/[[\]!]/g, ""));
      if ("getTypes" in type) for (const member of type.getTypes()) visit(member.name);
    };
    visit("Query");
    expect(ownTypes.map((type) => type.name).filter((name) => !reached.has(name))).toEqual([]);
  });

  it("make fields of the members of Evidence selectable side by side", () => {
    const evidence = schema.getType("Evidence");
    const typesOfField = new Map<string, Set<string>>();
    if (!isInterfaceType(evidence)) throw new Error("Evidence is not an interface.");
    for (const member of schema.getPossibleTypes(evidence)) {
      for (const field of Object.values(member.getFields())) {
        typesOfField.set(field.name, (typesOfField.get(field.name) ?? new Set()).add(String(field.type)));
      }
    }
    expect([...typesOfField].filter(([, types]) => types.size > 1)).toEqual([]);
  });
});
