package io.glooshot.playground.demo;

import java.time.Instant;

/** What users met during an experiment and after it. Delays that were on their way when it ended belong to it. */
record Experience(Users.Mood during, Users.Mood after) {

    /** To be taken when nothing that was sent before the end is on its way any more. */
    static Experience of(Users users, Instant applied, Instant ended) {
        return new Experience(users.between(applied, ended), users.since(ended));
    }
}
