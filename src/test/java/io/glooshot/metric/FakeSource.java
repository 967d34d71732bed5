package io.glooshot.metric;

import io.glooshot.experiment.Reading;
import io.glooshot.experiment.Signal;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** A source that answers as told and remembers when it was asked for what. */
final class FakeSource implements MetricSource<Signal.Promql> {

    record Call(String query, long nanos) {}

    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private volatile Supplier<Uni<Reading>> answer = () -> Uni.createFrom().item(new Reading.Value(0.5));

    @Override
    public Class<Signal.Promql> signal() {
        return Signal.Promql.class;
    }

    @Override
    public Uni<Reading> read(Signal.Promql signal) {
        calls.add(new Call(signal.query(), System.nanoTime()));
        return answer.get();
    }

    void answers(Supplier<Uni<Reading>> answer) {
        this.answer = answer;
    }

    List<Call> calls() {
        return calls;
    }
}
