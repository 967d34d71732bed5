package io.glooshot.run;

import io.glooshot.api.MeshCapabilities;
import io.glooshot.api.MeshSpec.MeshType;
import io.glooshot.api.Side;
import io.glooshot.experiment.Injected;
import io.glooshot.experiment.Plan;
import io.glooshot.mesh.MeshProvider;
import io.glooshot.mesh.Preview;
import io.glooshot.mesh.RequestQuery;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;

/** Says what it is told to say, and answers with queries that show what it was asked. Touching it is an error. */
record StubProvider(MeshType type, MeshCapabilities capabilities, Side defaultSide) implements MeshProvider {

    /** Aborts calls by their HTTP status, and nothing else. */
    static StubProvider blunt(MeshType type) {
        return new StubProvider(
                type,
                new MeshCapabilities(
                        true, false, false, false, false, false, false, true, false, false, false, false, false),
                Side.Client);
    }

    /** All but to tell callers apart at the server. */
    static StubProvider able(MeshType type, Side defaultSide) {
        return new StubProvider(
                type,
                new MeshCapabilities(true, true, true, true, true, true, true, true, true, false, true, true, true),
                defaultSide);
    }

    @Override
    public Uni<Preview> preview(Plan plan) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Uni<Injected> inject(Plan plan, Instant deadline) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Uni<Void> remove(Plan plan, List<String> heldBy) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String successRateQuery(RequestQuery requests) {
        return "success of " + requests;
    }

    @Override
    public String latencyQuery(RequestQuery requests, double quantile) {
        return "%s of %s".formatted(quantile, requests);
    }

    @Override
    public String faultedShareQuery(Plan plan) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String faultedRequestsQuery(Plan plan) {
        return "faulted of " + plan.uid();
    }
}
