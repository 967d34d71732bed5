package io.glooshot.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** What can be done to the calls in a mesh. What cannot ends an experiment that asks for it before it begins. */
public record MeshCapabilities(
        @JsonPropertyDescription("Calls can be aborted with an HTTP status.")
        boolean abort,

        @JsonPropertyDescription("gRPC calls can be aborted with a gRPC status.")
        boolean grpcAbort,

        @JsonPropertyDescription("Calls can be held up.") boolean delay,

        @JsonPropertyDescription("The calls of some services can be hit and those of all others left alone.")
        boolean originScoping,

        @JsonPropertyDescription("Only calls with certain headers can be hit.")
        boolean headerMatch,

        @JsonPropertyDescription("Only calls to certain paths can be hit.")
        boolean pathMatch,

        @JsonPropertyDescription("Only calls with certain HTTP methods can be hit.")
        boolean methodMatch,

        @JsonPropertyDescription("Faults can be injected on the caller's side.")
        boolean clientSide,

        @JsonPropertyDescription("Faults can be injected on the side of the service that is called.")
        boolean serverSide,

        @JsonPropertyDescription("Faults on the side of the service that is called can be limited to some callers.")
        boolean serverSideOrigins,

        @JsonPropertyDescription("Some workloads of a service, such as one version, can be told from the others.")
        boolean workloadLabels,

        @JsonPropertyDescription("Shares of the calls can be finer than a whole percent.")
        boolean decimalPercentage,

        @JsonPropertyDescription("The mesh counts the requests that it has faulted.")
        boolean proofOfInjection) {}
