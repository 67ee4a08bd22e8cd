/** Official images whose default user is root and whose system files belong to root, by name without tag. `scratch` is empty. */
export const ROOT_IMAGES: ReadonlySet<string> = new Set(
  (
    'alpine amazoncorretto amazonlinux archlinux bash buildpack-deps busybox caddy centos clojure composer crystal dart debian docker eclipse-temurin ' +
    'elixir erlang fedora gcc golang groovy haproxy haskell httpd hugo ibmjava julia maven memcached mono mysql nginx node openjdk opensuse oraclelinux perl ' +
    'php postgres python pypy r-base redis rockylinux almalinux ruby rust sapmachine sbt swift tomcat traefik ubuntu scratch'
  ).split(' '),
);
