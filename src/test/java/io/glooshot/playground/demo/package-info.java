/** The tutorial, played on the local world by {@code ./mvnw -Pplayground}. */
package io.glooshot.playground.demo;
