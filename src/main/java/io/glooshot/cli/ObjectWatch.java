package io.glooshot.cli;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.glooshot.cli.ObjectArguments.Wanted;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/** Shows what there is, then each change: a row of the table for each, under the same headings. */
class ObjectWatch {

    private final KubernetesClient client;
    private final Wanted wanted;
    private final OutputOption output;
    private final ObjectTable rows;
    private final PrintWriter out;
    private final Table table;

    ObjectWatch(KubernetesClient client, Wanted wanted, OutputOption output, ObjectTable rows, PrintWriter out) {
        this.client = client;
        this.wanted = wanted;
        this.output = output;
        this.rows = rows;
        this.out = out;
        this.table = rows.table();
    }

    /** Until the thread is interrupted, which is as long as the process lives. */
    void run(ObjectReader.Found found) throws InterruptedException {
        ObjectReader.Found now = found;
        boolean isFirst = true;
        while (true) {
            show(now.objects(), isFirst);
            isFirst = false;
            WatcherException end = watch(now);
            if (!end.isHttpGone()) {
                throw new CommandFailure(
                        "%s%s can no longer be watched".formatted(wanted.kind().plural(), wanted.place()),
                        String.valueOf(end.getMessage()),
                        "Run the command again; `glooshot doctor` looks at the cluster.",
                        end);
            }
            // The API server no longer remembers where this watch had come to.
            now = new ObjectReader(client, wanted).read();
            now.objects().forEach(GetCommand::strip);
        }
    }

    private WatcherException watch(ObjectReader.Found found) throws InterruptedException {
        CountDownLatch closed = new CountDownLatch(1);
        AtomicReference<WatcherException> end = new AtomicReference<>();
        Watcher<GenericKubernetesResource> watcher = new Watcher<>() {
            @Override
            public void eventReceived(Action action, GenericKubernetesResource object) {
                if (action != Action.BOOKMARK && action != Action.ERROR) {
                    show(List.of(GetCommand.strip(object)), false);
                }
            }

            @Override
            public void onClose(WatcherException cause) {
                end.set(cause);
                closed.countDown();
            }
        };
        try (Watch ignored = open(found, watcher)) {
            closed.await();
        }
        return end.get();
    }

    private Watch open(ObjectReader.Found found, Watcher<GenericKubernetesResource> watcher) {
        ObjectReader reader = new ObjectReader(client, wanted);
        if (wanted.names().isEmpty()) {
            return reader.filtered()
                    .watch(
                            new ListOptionsBuilder()
                                    .withResourceVersion(found.version())
                                    .build(),
                            watcher);
        }
        GenericKubernetesResource one = found.objects().get(0);
        return reader.filtered()
                .withField("metadata.name", one.getMetadata().getName())
                .watch(
                        new ListOptionsBuilder()
                                .withResourceVersion(one.getMetadata().getResourceVersion())
                                .build(),
                        watcher);
    }

    private synchronized void show(List<GenericKubernetesResource> objects, boolean isFirst) {
        if (!output.isTable()) {
            objects.forEach(object -> output.print(out, List.of(object), true, wide -> table));
            return;
        }
        Instant now = Instant.now();
        objects.forEach(object -> table.row(rows.row(object, now)));
        if (isFirst && objects.isEmpty()) {
            return;
        }
        out.print(table.takeText());
        out.flush();
    }
}
