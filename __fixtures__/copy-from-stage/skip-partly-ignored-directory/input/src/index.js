export default 'lens';
